import Diagnostics
import ExactAlgebra

/// The climb through the degrees: all polynomial laws of a system, degree by degree.
struct LawSearch {
    /// Default effort: the largest degree, and the largest basis, that a search without a given degree tries.
    static let defaultDegree = 12
    /// Points with a coordinate 0 that are thrown away before such points are taken.
    static let mostRejected = 8
    /// Largest degree of dH/dt.
    static let largestDegree = 250
    static let defaultBasisSize = 2_500
    /// The largest basis that such a search tries up to degree 4, where energies are.
    static let lowDegreeBasisSize = 25_000
    /// The largest basis beyond degree 4 as long as every degree brings a new law, and the largest sum of the squares of the sizes of
    /// its classes.
    static let fruitfulBasisSize = 20_000
    static let fruitfulEffort = 4_000_000
    /// A search without a given degree ends when the laws of one degree form a larger space than this.
    static let defaultDimension = 200
    /// Many laws make large ansätze slow, and most of what is found there are products: such a search ends when more laws than this
    /// are known and the next basis is larger than this.
    static let crowdedDimension = 10
    static let crowdedBasisSize = 10_000
    /// With relations, a search without a given degree ends when the cubes of the sizes of its classes sum up to more, or to
    /// forty times as much up to degree 3.
    static let defaultSampledEffort = 60_000_000
    /// Largest basis with symbols in the coefficients.
    static let symbolBasisSize = 2_000

    let system: PolynomialSystem
    let options: ConservationOptions
    let control: RunControl
    let image: ModularSystem
    let fieldIndex: Int
    /// The image that keeps the symbols as variables without motion, nil without symbols.
    let symbolImage: ModularSystem?
    /// The sampled values of the symbols.
    let symbolPoint: [PrimeField.Element]
    let lifter: LawLifter
    var sampler: PointSampler
    var points: [[PrimeField.Element]] = []
    var rates: [[PrimeField.Element]] = []
    let images: SampledImages
    /// Images of the motion off the constraints, nil without constraints.
    let freeImages: SampledImages?
    var classes: MonomialClasses
    /// Dimensions of the classes that did not change.
    var knownDimensions: [Int: Int] = [:]
    var generators: [Generator] = []
    var jacobian: ModularSpan
    var outcome = SearchOutcome()

    /// A law together with its values, to recognise products.
    struct Generator {
        var key: [Int]
        var degree: Int
        var polynomial: ModularPolynomial
        var values: [PrimeField.Element]
    }

    /// Prepares a search over a prime field.
    ///
    /// - Returns: nil when the system has no image over this field at the sampled values of its symbols.
    /// - Throws: `DiscoverError.input` when the constraints cannot be treated.
    init?(
        _ system: PolynomialSystem, fieldIndex: Int, options: ConservationOptions, control: RunControl
    ) throws {
        let field = PrimeField(index: fieldIndex)
        var generator = SplitMixGenerator(seed: options.seed &+ UInt64(fieldIndex) << 32)
        let symbolPoint = (0..<system.symbolCount).map { _ in field.random(using: &generator) }
        guard let image = ModularSystem(system, field: field, symbolPoint: symbolPoint) else { return nil }
        guard let sampler = PointSampler(image, seed: generator.next()) else {
            throw DiscoverError.input(
                "system.constraints", "these constraints cannot be treated in this version",
                at: system.constraintLocation,
                hint: "write them so that each can be solved for a variable that the others do not contain")
        }
        self.system = system
        self.options = options
        self.control = control
        self.image = image
        self.fieldIndex = fieldIndex
        self.sampler = sampler
        self.symbolPoint = symbolPoint
        images = SampledImages(system, seed: options.seed)
        freeImages = system.unconstrained.map { SampledImages($0, seed: options.seed) }
        symbolImage = system.symbolCount == 0 ? nil : ModularSystem(system, field: field, symbolPoint: nil)
        var lifter = LawLifter(system: system, image: image, images: images)
        lifter.symbolPointOfRing = [PrimeField.Element](repeating: 0, count: system.variableCount) + symbolPoint
        self.lifter = lifter
        classes = MonomialClasses(system)
        jacobian = ModularSpan(field: field)
        try ensurePoints(1)
        for conormal in conormals { jacobian.insert(conormal) }
    }

    /// The covectors that vanish on all motions of the state, and the one of the time.
    var conormals: [[PrimeField.Element]] {
        var result = image.conormals(at: points[0])
        if let time = system.timeVariable {
            result.append(points[0].indices.map { $0 == time ? image.field.one : 0 })
        }
        return result
    }

    /// Most laws that can be independent of each other and of the constraints.
    var largestCount: Int { max(0, system.variableCount - constraintRank - (isMoving ? 1 : 0)) }
    /// Whether any right-hand side differs from 0 on the constraints.
    private var isMoving: Bool {
        image.rightHandSides.enumerated().contains {
            $0.offset != system.timeVariable && $0.element.value(at: points[0], in: image.field) != 0
        }
    }
    private var constraintRank: Int { jacobian.dimension - outcome.laws.count }

    /// Whether the constraints stay satisfied along the motion, tested at random points on which they hold.
    mutating func constraintsAreInvariant() throws -> Bool {
        try ensurePoints(4)
        for constraint in image.constraints[image.relationCount...] {
            for point in points {
                let gradient = constraint.gradient(at: point, in: image.field)
                var rate: PrimeField.Element = 0
                for (slope, side) in zip(gradient, image.rightHandSides) {
                    rate = image.field.add(rate, image.field.multiply(slope, side.value(at: point, in: image.field)))
                }
                if rate != 0 { return false }
            }
        }
        return true
    }

    /// Climbs until the laws, the degrees or the budget end.
    ///
    /// - Parameter degreeLimit: last degree, nil for the default effort.
    mutating func run(degreeLimit: Int?) throws {
        try climb(degreeLimit: degreeLimit)
        if outcome.stopped != .control {
            try addLogarithms(degreeLimit: degreeLimit)
            try addTimeLaws()
        }
    }

    private mutating func climb(degreeLimit: Int?) throws {
        var isFruitful = false
        while true {
            let degree = classes.degree + 1
            if outcome.laws.count >= largestCount, !outcome.dimensions.isEmpty || largestCount == 0 {
                outcome.stopped = .allLaws
                return
            }
            if let degreeLimit, degree > degreeLimit {
                outcome.stopped = .degreeLimit
                return
            }
            let size = MonomialClasses.basisSize(variables: system.ansatzVariables.count, degree: degree)
            if degreeLimit == nil, degree > 1,
                degree > LawSearch.defaultDegree
                    || (size > defaultBasisSize(degree: degree) && !(isFruitful && size <= LawSearch.fruitfulBasisSize))
                    || outcome.dimensions.last ?? 0 > LawSearch.defaultDimension
                    || (size > LawSearch.crowdedBasisSize && outcome.dimensions.last ?? 0 > LawSearch.crowdedDimension)
            {
                outcome.stopped = .effort
                return
            }
            if size > options.maximumBasisSize || degree + system.degree > LawSearch.largestDegree {
                outcome.stopped = .basisSize
                return
            }
            if control.isStopping || size > control.maximumEvaluations - control.evaluations {
                outcome.stopped = .control
                return
            }
            control.charge(size)
            outcome.evaluations += size
            let before = classes
            let control = control
            guard classes.grow(isCancelled: { control.isStopping }) else {
                classes = before
                outcome.stopped = .control
                return
            }
            let effort = (degree <= 3 ? 40 : 1) * LawSearch.defaultSampledEffort
            if degreeLimit == nil, degree > 1, isSampled, sampledEffort > effort {
                classes = before
                outcome.stopped = .effort
                return
            }
            if degreeLimit == nil, size > defaultBasisSize(degree: degree),
                grownSizes.reduce(0, { $0 + $1 * $1 }) > LawSearch.fruitfulEffort
            {
                classes = before
                outcome.stopped = .effort
                return
            }
            let count = outcome.laws.count
            guard try step() else {
                outcome.stopped = .control
                return
            }
            isFruitful = outcome.laws.count > count && !isSampled
            outcome.basisSize = size
        }
    }

    private func defaultBasisSize(degree: Int) -> Int {
        if isSampled { return 2 * LawSearch.defaultBasisSize }
        return degree <= 4 ? LawSearch.lowDegreeBasisSize : LawSearch.defaultBasisSize
    }

    /// Whether conditions come from points, because of relations or constraints.
    var isSampled: Bool { !system.constraints.isEmpty }

    /// The cost of eliminating the conditions of all classes that have grown.
    private var sampledEffort: Int { grownSizes.reduce(0) { $0 + $1 * $1 * $1 } }

    private var grownSizes: [Int] { classes.classes.filter(\.hasGrown).map(\.monomials.count) }
}
