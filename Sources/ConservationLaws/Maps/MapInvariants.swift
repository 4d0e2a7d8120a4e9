import Diagnostics
import ExactAlgebra
import Expressions

/// Finds the invariants I of a map F, I(F(x)) = I(x), exactly.
///
/// Polynomials degree by degree, then Laurent polynomials. The conditions on the coefficients are sampled at random points
/// modulo a prime, their null space is lifted, and the identity is proved with rational functions. Invariants that are
/// functions of earlier ones are left out.
///
/// - Parameters:
///   - system: the next values as rational functions.
///   - options: limits of degree and size.
///   - control: budget in monomials, time limit, interruption.
/// - Throws: `DiscoverError.input` for maps that are not rational.
public func invariants(
    ofMap system: DynamicalSystem, options: ConservationOptions, control: RunControl
) throws -> ConservationResult {
    var search = try MapSearch(system: system, options: options, control: control)
    try search.run()
    let names = system.variables.joined(separator: ", ")
    var statements: [String] = []
    if search.completeDegree > 0 {
        let classes =
            "polynomials of degree at most \(search.completeDegree)"
            + (search.laurentBound > 0
                ? " and Laurent polynomials with exponents from -1 to \(search.laurentBound)" : "")
        statements.append(
            search.laws.isEmpty
                ? "None of the \(classes) in \(names) is invariant; the linear conditions, sampled modulo a prime of 61 bits, have no solution."
                : "All invariant \(classes) in \(names) are functions of "
                    + (search.laws.count == 1 ? "this one." : "these \(search.laws.count)."))
    }
    return ConservationResult(
        status: search.laws.isEmpty ? .none : .found, stopped: control.stopReason ?? .exhausted, laws: search.laws,
        searched: .init(
            description: "invariants I(F(x)) = I(x): polynomials of degree at most \(search.completeDegree)"
                + (search.laurentBound > 0
                    ? ", Laurent polynomials with exponents from -1 to \(search.laurentBound)" : "") + " in \(names)",
            basisSize: search.basisSize, completeDegree: 0, dimensions: []),
        isComplete: search.isComplete && !control.isStopping, statements: statements, warnings: [],
        evaluations: control.evaluations)
}

/// The state of a search for the invariants of a map.
private struct MapSearch {
    /// Largest number of monomials tried without a degree asked for.
    static let defaultBasis = 400
    /// Largest number of columns, parameters included.
    static let columnLimit = 1_500

    let system: DynamicalSystem
    let options: ConservationOptions
    let control: RunControl
    let ring: PolynomialRing
    let images: [RationalFunction]
    let values: [BigRational?]
    let field = PrimeField(index: 0)
    var laws: [ConservedLaw] = []
    var completeDegree = 0
    var laurentBound = 0
    var basisSize = 0
    var isComplete = true
    private var jacobian: ModularSpan
    private var point: [PrimeField.Element] = []
    private var generator: SplitMixGenerator

    private var variableCount: Int { system.variables.count }

    init(system: DynamicalSystem, options: ConservationOptions, control: RunControl) throws {
        self.system = system
        self.options = options
        self.control = control
        let values = system.parameters.map { parameter in
            parameter.value.flatMap { try? PolynomialReader(ring: PolynomialRing([])).read($0).constant }
        }
        var plain = system
        plain.parameters = zip(system.parameters, values).filter { $0.1 == nil }.map(\.0)
        plain.rightHandSides = system.rightHandSides.map { side in
            side.substituting { name in
                system.parameters.first { $0.name == name }.flatMap(\.value)
            }
        }
        let (ring, reader) = MapText.ring(of: plain)
        self.ring = ring
        self.values = values
        var images: [RationalFunction] = []
        for (name, side) in zip(system.variables, plain.rightHandSides) {
            do {
                images.append(try reader.read(side))
            } catch {
                throw DiscoverError.input([error.diagnostic(in: "the map of \(name)")])
            }
        }
        self.images = images
        jacobian = ModularSpan(field: field)
        generator = SplitMixGenerator(seed: options.seed)
        point = (0..<ring.variableCount).map { _ in field.random(using: &generator) }
    }

    /// Climbs the degrees, then tries negative exponents.
    mutating func run() throws {
        let limit = options.maximumDegree ?? 12
        for degree in 1...limit {
            let monomials = Self.monomials(count: variableCount, degree: degree)
            if options.maximumDegree == nil, monomials.count > Self.defaultBasis { break }
            guard monomials.count <= Self.columnLimit else { break }
            guard try search(monomials) else {
                isComplete = false
                return
            }
            completeDegree = degree
            if laws.count == variableCount { return }
        }
        guard laws.count < max(variableCount - 1, 1) else { return }
        for bound in 1...2 {
            let monomials = Self.laurent(count: variableCount, upTo: bound)
            guard monomials.count <= Self.defaultBasis else { return }
            guard try search(monomials) else {
                isComplete = false
                return
            }
            laurentBound = bound
        }
    }

    private static func monomials(count: Int, degree: Int) -> [[Int]] {
        var result: [[Int]] = []
        func visit(_ index: Int, _ left: Int, _ exponents: [Int]) {
            guard index < count else {
                if exponents.contains(where: { $0 != 0 }) { result.append(exponents) }
                return
            }
            for exponent in 0...left { visit(index + 1, left - exponent, exponents + [exponent]) }
        }
        visit(0, degree, [])
        return result.sorted { left, right in
            let (a, b) = (left.reduce(0, +), right.reduce(0, +))
            return a == b ? right.lexicographicallyPrecedes(left) : a < b
        }
    }

    private static func laurent(count: Int, upTo bound: Int) -> [[Int]] {
        var result: [[Int]] = [[]]
        for _ in 0..<count {
            guard result.count <= 4 * defaultBasis else { break }
            result = result.flatMap { prefix in (-1...bound).map { prefix + [$0] } }
        }
        return result.filter { $0.contains { $0 != 0 } }
            .sorted { left, right in
                let (a, b) = (left.reduce(0) { $0 + abs($1) }, right.reduce(0) { $0 + abs($1) })
                return a == b ? right.lexicographicallyPrecedes(left) : a < b
            }
    }

    /// Adds the invariants among combinations of monomials; false when the control ended the work.
    private mutating func search(_ monomials: [[Int]]) throws -> Bool {
        let symbols = ring.variableCount - variableCount
        control.charge(monomials.count)
        basisSize = max(basisSize, monomials.count)
        let symbolPoint = Array(point.dropFirst(variableCount))
        guard let plain = nullSpace(monomials, symbolMonomials: [[Int](repeating: 0, count: symbols)], symbolPoint)
        else { return false }
        guard plain.dimension > 0 else { return true }
        for vector in VectorChoice.shortest(plain, columns: Array(monomials.indices), seed: options.seed) {
            let support = vector.indices.filter { vector[$0] != 0 }
            let columns = support.map { monomials[$0] }
            // Coefficients that are numbers, then polynomials in the symbols of growing degree.
            for degree in 0...(symbols == 0 ? 0 : 3) {
                let powers =
                    degree == 0
                    ? [[Int](repeating: 0, count: symbols)]
                    : [[Int](repeating: 0, count: symbols)] + Self.monomials(count: symbols, degree: degree)
                guard columns.count * powers.count <= 400 else { break }
                guard let space = nullSpace(columns, symbolMonomials: powers, degree == 0 ? symbolPoint : nil) else {
                    return false
                }
                guard let first = space.vectors.min(by: { $0.count { $0 != 0 } < $1.count { $0 != 0 } }) else {
                    continue
                }
                if try adopt(first, columns, powers) { break }
            }
        }
        return !control.isStopping
    }

    /// Coefficients of sums over monomials times symbol monomials that are invariant at enough random points.
    private mutating func nullSpace(
        _ monomials: [[Int]], symbolMonomials: [[Int]], _ symbols: [PrimeField.Element]?
    ) -> ModularNullSpace? {
        let count = monomials.count * symbolMonomials.count
        var matrix = SparseModularMatrix(field: field, columnCount: count)
        var made = 0
        while made < count + 12 {
            if control.isStopping { return nil }
            var sample = (0..<ring.variableCount).map { _ in field.random(using: &generator) }
            if let symbols { sample = Array(sample.prefix(variableCount)) + symbols }
            let next = images.map { image -> PrimeField.Element? in
                guard let top = image.numerator.evaluated(at: sample, in: field),
                    let bottom = image.denominator.evaluated(at: sample, in: field), bottom != 0
                else { return nil }
                return field.multiply(top, field.inverse(bottom))
            }
            guard next.allSatisfy({ $0 != nil && $0 != 0 }) else {
                made += 1
                continue
            }
            let after = next.map { $0 ?? 0 }
            var row: [SparseModularMatrix.Entry] = []
            for (index, monomial) in monomials.enumerated() {
                let change = field.subtract(value(monomial, after), value(monomial, sample))
                for (position, power) in symbolMonomials.enumerated() {
                    let factor = value(power, Array(sample.dropFirst(variableCount)))
                    row.append(
                        .init(
                            column: index * symbolMonomials.count + position,
                            value: field.multiply(factor, change)))
                }
            }
            matrix.append(row: row)
            made += 1
        }
        return matrix.nullSpace(isCancelled: { control.isStopping })
    }

    private func value(_ exponents: [Int], _ point: [PrimeField.Element]) -> PrimeField.Element {
        zip(exponents, point).reduce(field.one) { product, part in
            let power = field.power(part.1, UInt64(part.0.magnitude))
            return field.multiply(product, part.0 < 0 ? field.inverse(power) : power)
        }
    }

    /// Keeps an invariant that is proved and no function of earlier ones; true when it is proved.
    private mutating func adopt(
        _ vector: [PrimeField.Element], _ monomials: [[Int]], _ powers: [[Int]]
    ) throws -> Bool {
        let support = vector.indices.filter { vector[$0] != 0 }
        guard let lead = support.first else { return false }
        let scale = field.inverse(vector[lead])
        let numbers = support.compactMap { field.rationalReconstruction(field.multiply(scale, vector[$0])) }
        guard numbers.count == support.count else { return false }
        let content = numbers.reduce(BigRational.zero) { BigRational.greatestCommonDivisor($0, $1) }
        // Common negative exponents become the denominator of the invariant.
        let shift = (0..<variableCount).map { index in
            -min(0, support.map { monomials[$0 / powers.count][index] }.min() ?? 0)
        }
        let top = ring.polynomial(
            zip(support, numbers).map { column, number in
                let exponents = zip(monomials[column / powers.count], shift).map { $0 + $1 }
                return .init(coefficient: number / content, exponents: exponents + powers[column % powers.count])
            })
        let bottom = ring.polynomial([
            .init(
                coefficient: .one, exponents: shift + [Int](repeating: 0, count: ring.variableCount - variableCount))
        ])
        let quantity = RationalFunction(top, over: bottom)
        guard try isInvariant(quantity) else { return false }
        let gradient = (0..<variableCount).map { index -> PrimeField.Element in
            let part = top.derivative(by: index) * bottom - top * bottom.derivative(by: index)
            return part.evaluated(at: point, in: field) ?? 0
        }
        if jacobian.insert(gradient) { laws.append(law(quantity, numbers.count)) }
        return true
    }

    /// Whether a function takes the same value at a point and at its image, as an identity.
    private func isInvariant(_ quantity: RationalFunction) throws -> Bool {
        do {
            let top = try composed(quantity.numerator)
            let bottom = try composed(quantity.denominator)
            let left = top.numerator * bottom.denominator * quantity.denominator
            let right = bottom.numerator * top.denominator * quantity.numerator
            return left == right
        } catch {
            return false
        }
    }

    private func composed(_ polynomial: Polynomial) throws(ConversionProblem) -> RationalFunction {
        var sum = RationalFunction(ring.zero)
        for term in polynomial.terms {
            var exponents = term.exponents
            for index in 0..<variableCount { exponents[index] = 0 }
            var product = RationalFunction(
                ring.polynomial([.init(coefficient: term.coefficient, exponents: exponents)]))
            for index in 0..<variableCount where term.exponents[index] > 0 {
                product = try product.multiplied(by: images[index].raised(to: term.exponents[index]))
            }
            sum = try sum.adding(product)
        }
        return sum
    }

    private func law(_ quantity: RationalFunction, _ terms: Int) -> ConservedLaw {
        let top = written(quantity.numerator)
        let isWhole = quantity.denominator.isOne
        let expression = isWhole ? top : top / written(quantity.denominator)
        return ConservedLaw(
            expression: expression, degree: quantity.numerator.totalDegree, terms: terms, conditions: [],
            certificate: .init(
                kind: .exact, identity: "I(F(x)) - I(x) = 0 as an identity of rational functions", gradient: []))
    }

    private func written(_ polynomial: Polynomial) -> Expression {
        var terms = polynomial.terms
        let sign = terms.first?.coefficient.sign ?? 1
        if sign < 0, polynomial.termCount > 1, terms.allSatisfy({ $0.coefficient.sign < 0 }) {
            terms = terms.map { .init(coefficient: -$0.coefficient, exponents: $0.exponents) }
        }
        let parts = terms.map { term -> Expression in
            // Symbols first, then variables.
            let order = Array(variableCount..<ring.variableCount) + Array(0..<variableCount)
            let powers = order.filter { term.exponents[$0] > 0 }.map { index -> Expression in
                let base = name(index)
                return term.exponents[index] == 1 ? base : base.raised(to: term.exponents[index])
            }
            let front = term.coefficient == .one && !powers.isEmpty ? [] : [LawWriter.number(term.coefficient)]
            let all = front + powers
            return all.count == 1 ? all[0] : .product(all)
        }
        return parts.count == 1 ? parts[0] : .sum(parts)
    }

    private func name(_ index: Int) -> Expression {
        let name = ring.names[index]
        for constant in NamedConstant.allCases where PolynomialReader.name(of: constant) == name {
            return .constant(constant)
        }
        return .variable(name)
    }
}
