import Diagnostics
import ExactAlgebra

/// The climb through the degrees: all polynomial laws of a system, degree by degree.
struct LawSearch {
    /// Default effort: the largest degree, and the largest basis, that a search without a given degree tries.
    static let defaultDegree = 12
    static let defaultBasisSize = 2_500
    /// The largest basis that such a search tries up to degree 4, where energies are.
    static let lowDegreeBasisSize = 25_000
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
    private let symbolImage: ModularSystem?
    /// The sampled values of the symbols.
    let symbolPoint: [PrimeField.Element]
    let lifter: LawLifter
    private var sampler: PointSampler
    private(set) var points: [[PrimeField.Element]] = []
    private(set) var rates: [[PrimeField.Element]] = []
    let images: SampledImages
    /// Images of the motion off the constraints, nil without constraints.
    private let freeImages: SampledImages?
    private(set) var classes: MonomialClasses
    /// Dimensions of the classes that did not change.
    private var knownDimensions: [Int: Int] = [:]
    private var generators: [Generator] = []
    var jacobian: ModularSpan
    var outcome = SearchOutcome()

    /// A law together with its values, to recognise products.
    private struct Generator {
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
    private var conormals: [[PrimeField.Element]] {
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
                degree > LawSearch.defaultDegree || size > defaultBasisSize(degree: degree)
                    || outcome.dimensions.last ?? 0 > LawSearch.defaultDimension
                    || (size > LawSearch.crowdedBasisSize && outcome.dimensions.last ?? 0 > LawSearch.crowdedDimension)
            {
                outcome.stopped = .effort
                return
            }
            if size > options.maximumBasisSize || degree + system.degree > 250 {
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
            classes.grow()
            let effort = (degree <= 3 ? 40 : 1) * LawSearch.defaultSampledEffort
            if degreeLimit == nil, degree > 1, isSampled, sampledEffort > effort {
                classes = before
                outcome.stopped = .effort
                return
            }
            guard try step() else {
                outcome.stopped = .control
                return
            }
            outcome.basisSize = size
        }
    }

    private func defaultBasisSize(degree: Int) -> Int {
        if isSampled { return 2 * LawSearch.defaultBasisSize }
        return degree <= 4 ? LawSearch.lowDegreeBasisSize : LawSearch.defaultBasisSize
    }

    /// Whether conditions come from points, because of relations or constraints.
    private var isSampled: Bool { !system.constraints.isEmpty }

    /// The cost of eliminating the conditions of all classes that have grown.
    private var sampledEffort: Int {
        classes.classes.filter(\.hasGrown).map(\.monomials.count).reduce(0) { $0 + $1 * $1 * $1 }
    }

    /// Solves the degree that the classes have reached; false when the run was stopped.
    private mutating func step() throws -> Bool {
        let grown = classes.classes.indices.filter {
            classes.classes[$0].hasGrown && !classes.classes[$0].monomials.isEmpty
        }
        guard let solved = try solve(grown) else { return false }
        try ensurePoints((solved.map(\.dimension).max() ?? 0) + 8)
        extendValues()
        var spans = productSpans(classes: Set(grown.map { classes.classes[$0].key }))
        var candidates: [LawCandidate] = []
        for (index, space) in zip(grown, solved) {
            let ansatz = classes.classes[index]
            var whole = spans[ansatz.key] ?? ModularSpan(field: image.field)
            let known = whole.dimension
            for vector in space.vectors { whole.insert(evaluate(vector, ansatz)) }
            knownDimensions[index] = whole.dimension - (isConstantClass(ansatz) ? 1 : 0)
            if whole.dimension > known {
                guard
                    let found = self.candidates(
                        index, space, known: spans[ansatz.key] ?? ModularSpan(field: image.field),
                        dimension: whole.dimension)
                else { return false }
                candidates += found
            }
        }
        for candidate in candidates.sorted(by: { $0.isSimpler(than: $1) }) {
            if control.isStopping { return false }
            let constants = isConstantClass(candidate.ansatz) ? 1 : 0
            let reached = (spans[candidate.ansatz.key]?.dimension ?? 0) - constants
            if reached < knownDimensions[candidate.classIndex] ?? 0 { adopt(candidate, &spans) }
        }
        for index in grown {
            let ansatz = classes.classes[index]
            let reached = (spans[ansatz.key]?.dimension ?? 0) - (isConstantClass(ansatz) ? 1 : 0)
            if reached < knownDimensions[index] ?? 0 { outcome.isSpanned = false }
        }
        outcome.dimensions.append(knownDimensions.values.reduce(0, +))
        return true
    }

    /// Number of functionally independent ones among quantities of the system's ring, on the constraints.
    func rank(of quantities: [Polynomial]) -> Int {
        let field = image.field
        var span = ModularSpan(field: field)
        for conormal in conormals { span.insert(conormal) }
        let start = span.dimension
        for quantity in quantities {
            if let polynomial = ModularPolynomial(
                quantity, variableCount: system.variableCount, symbolPoint: symbolPoint, field: field)
            {
                span.insert(polynomial.gradient(at: points[0], in: field))
            }
        }
        return span.dimension - start
    }

    private func isConstantClass(_ ansatz: MonomialClass) -> Bool { ansatz.key == classes.key(ofProduct: []) }

    private mutating func solve(_ indices: [Int]) throws -> [ModularNullSpace]? {
        let (control, seed) = (control, options.seed)
        let work = indices.map { classes.classes[$0] }
        let results: [ModularNullSpace?]
        if isSampled {
            try ensurePoints(SampledConditions.pointCount(work.map(\.monomials.count).max() ?? 0))
            let conditions = SampledConditions(field: image.field, points: points, rates: rates)
            let isFree = isFreeOfRelations
            results = ParallelMap.map(work, threads: options.threads) { ansatz in
                control.isStopping
                    ? nil : conditions.nullSpace(of: ansatz.monomials, isFreeOfRelations: isFree)
            }
        } else {
            let image = image
            results = ParallelMap.map(work, threads: options.threads) { ansatz in
                image.conditions(of: ansatz).nullSpace(seed: seed, isCancelled: { control.isStopping })
            }
        }
        let solved = results.compactMap { $0 }
        return solved.count == work.count ? solved : nil
    }

    /// Whether no constraint is low enough in degree to make monomials dependent.
    private var isFreeOfRelations: Bool {
        let lowest = system.constraints.map { $0.stateDegree(system.variableCount) }.min()
        return lowest.map { classes.degree < $0 } ?? true
    }

    /// The conserved quantities of an ansatz whose monomials have symbols in them; nil when the run was stopped.
    private func symbolicNullSpace(_ ansatz: MonomialClass) -> ModularNullSpace? {
        if isSampled {
            let count = SampledConditions.pointCount(ansatz.monomials.count)
            return images.conditions(fieldIndex: fieldIndex, pointCount: count)?
                .nullSpace(of: ansatz.monomials, isFreeOfRelations: isFreeOfRelations)
        }
        return symbolImage?.conditions(of: ansatz).nullSpace(
            seed: options.seed, isCancelled: { control.isStopping })
    }

    /// The quantities that are conserved off the constraints as well, nil without constraints.
    private func freeSpace(_ ansatz: MonomialClass) -> ModularNullSpace? {
        let monomials = ansatz.monomials.map { monomial in
            monomial + [UInt8](repeating: 0, count: system.ring.variableCount - monomial.count)
        }
        return freeImages?.conditions(
            fieldIndex: fieldIndex, pointCount: SampledConditions.pointCount(monomials.count))?
            .nullSpace(of: monomials, isFreeOfRelations: isFreeOfRelations)
    }

    /// Sparse laws of one class that together with the known ones span all of them; nil when the run was stopped.
    ///
    /// With symbols, quantities free of them are tried first, then those whose coefficients are linear and quadratic in the
    /// symbols, for such coefficients are what people write; then any.
    private func candidates(
        _ index: Int, _ space: ModularNullSpace, known: ModularSpan, dimension: Int
    ) -> [LawCandidate]? {
        let ansatz = classes.classes[index]
        let field = image.field
        func readable(_ space: ModularNullSpace, _ ansatz: MonomialClass, _ symbolDegree: Int) -> [LawCandidate] {
            func candidates(_ space: ModularNullSpace, needsConstraints: Bool) -> [LawCandidate] {
                SparseRepresentatives(space: space, ansatz: ansatz).vectors(seed: options.seed).map {
                    var candidate = LawCandidate(
                        vector: $0, classIndex: index, ansatz: ansatz, symbolDegree: symbolDegree,
                        variableCount: system.variableCount, field: field)
                    candidate.needsConstraints = needsConstraints
                    return candidate
                }
            }
            guard let free = freeSpace(ansatz) else { return candidates(space, needsConstraints: false) }
            return candidates(free, needsConstraints: false) + candidates(space, needsConstraints: true)
        }
        guard symbolImage != nil else { return readable(space, ansatz, 0) }
        var result: [LawCandidate] = []
        var reached = known
        for symbolDegree in 0...2 {
            let extended = ansatz.multiplied(byMonomialsIn: system.symbolCount, degree: symbolDegree)
            guard extended.monomials.count <= LawSearch.symbolBasisSize else { break }
            guard let special = symbolicNullSpace(extended) else { return nil }
            for vector in special.vectors { reached.insert(evaluate(vector, extended)) }
            result += readable(special, extended, symbolDegree)
            if reached.dimension >= dimension { return result }
        }
        return result + readable(space, ansatz, LawCandidate.anySymbolDegree)
    }

    /// Keeps a candidate that is no combination of laws and products known, when it lifts to an exact law.
    private mutating func adopt(_ candidate: LawCandidate, _ spans: inout [[Int]: ModularSpan]) {
        let key = candidate.ansatz.key
        let values = evaluate(candidate.vector, candidate.ansatz)
        var span = spans[key] ?? ModularSpan(field: image.field)
        guard span.insert(values) else { return }
        let polynomial = image(of: candidate)
        var extended = jacobian
        let isIndependent = extended.insert(polynomial.gradient(at: points[0], in: image.field))
        guard let law = lifter.lift(candidate, termLimit: isIndependent ? 2_000 : 60) else { return }
        spans[key] = span
        generators.append(Generator(key: key, degree: candidate.degree, polynomial: polynomial, values: values))
        if isIndependent {
            jacobian = extended
            outcome.laws.append(law)
        } else {
            outcome.dependentGenerators.append(law)
        }
    }

    /// The quantity at the sampled values of the symbols.
    func image(of candidate: LawCandidate) -> ModularPolynomial {
        let count = system.variableCount
        return ModularPolynomial(
            terms: candidate.support.map { column in
                let monomial = candidate.ansatz.monomials[column]
                let factor = Array(monomial.dropFirst(count)).value(at: symbolPoint, in: image.field)
                return .init(
                    exponents: Array(monomial.prefix(count)),
                    coefficient: image.field.multiply(factor, candidate.vector[column]))
            })
    }

    mutating func ensurePoints(_ count: Int) throws {
        while points.count < count {
            guard let point = sampler.next() else {
                throw DiscoverError.input(
                    "system.constraints", "no point satisfies the constraints",
                    at: system.constraintLocation,
                    hint: "check that the constraints do not contradict each other")
            }
            guard !point.contains(0) else { continue }
            points.append(point)
            rates.append(image.rates(at: point))
        }
    }

    private mutating func extendValues() {
        for index in generators.indices {
            for point in points[generators[index].values.count...] {
                generators[index].values.append(generators[index].polynomial.value(at: point, in: image.field))
            }
        }
    }

    /// The values of a quantity at all points.
    private func evaluate(_ vector: [PrimeField.Element], _ ansatz: MonomialClass) -> [PrimeField.Element] {
        let terms = vector.indices.filter { vector[$0] != 0 }
        return points.map { point in
            let point = point + symbolPoint
            return terms.reduce(0) { sum, column in
                let monomial = ansatz.monomials[column].value(at: point, in: image.field)
                return image.field.add(sum, image.field.multiply(vector[column], monomial))
            }
        }
    }

    /// The span of the values of all products of generators up to the present degree, by class; constants are products.
    private func productSpans(classes wanted: Set<[Int]>) -> [[Int]: ModularSpan] {
        var spans: [[Int]: ModularSpan] = [:]
        func visit(_ first: Int, _ degreeLeft: Int, _ keys: [[Int]], _ values: [PrimeField.Element]) {
            let key = classes.key(ofProduct: keys)
            if wanted.contains(key) { spans[key, default: ModularSpan(field: image.field)].insert(values) }
            for index in first..<max(first, generators.count) where generators[index].degree <= degreeLeft {
                let product = zip(values, generators[index].values).map { image.field.multiply($0, $1) }
                visit(index, degreeLeft - generators[index].degree, keys + [generators[index].key], product)
            }
        }
        visit(0, classes.degree, [], [PrimeField.Element](repeating: image.field.one, count: points.count))
        return spans
    }
}
