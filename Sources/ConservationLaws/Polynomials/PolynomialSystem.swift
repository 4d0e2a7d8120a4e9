import Diagnostics
import ExactAlgebra
import Expressions

/// A system x' = f(x) with polynomial right-hand sides, exactly, and with polynomial constraints.
///
/// Right-hand sides are multiplied by their common denominator in the parameters, which changes the speed along the
/// orbits but not the conserved quantities.
struct PolynomialSystem: Sendable {
    /// Largest exponent of a variable or parameter.
    static let degreeLimit = 200

    /// Variables first, then parameters and named constants, which count as symbols.
    let ring: PolynomialRing
    /// How many of the ring's names are state variables.
    let variableCount: Int
    /// Right-hand sides times `denominator`.
    let rightHandSides: [Polynomial]
    /// The common denominator, without state variables.
    let denominator: Polynomial
    /// Polynomials that vanish on the motion.
    let constraints: [Polynomial]
    /// Values of the symbols, nil where they have none; one per name behind the variables.
    let values: [BigRational?]
    /// Where the constraints were written, for messages.
    var constraintLocation: SourceLocation?

    /// Number of symbols behind the variables.
    var symbolCount: Int { ring.variableCount - variableCount }
    /// Names of the state variables.
    var variableNames: ArraySlice<String> { ring.names.prefix(variableCount) }
    /// Largest degree of a right-hand side in the state variables.
    var degree: Int { rightHandSides.map { $0.stateDegree(variableCount) }.max() ?? 0 }

    init(
        ring: PolynomialRing, variableCount: Int, rightHandSides: [Polynomial], denominator: Polynomial,
        constraints: [Polynomial], values: [BigRational?]
    ) {
        self.ring = ring
        self.variableCount = variableCount
        self.rightHandSides = rightHandSides
        self.denominator = denominator
        self.constraints = constraints
        self.values = values
    }

    /// Reads a system of equations.
    ///
    /// - Throws: `DiscoverError.input` with every equation that is not polynomial.
    init(_ system: DynamicalSystem) throws {
        let (ring, reader) = PolynomialSystem.ring(of: system)
        let count = system.variables.count
        var problems: [Diagnostic] = []
        func read(_ expression: Expression, _ what: String) -> RationalFunction {
            do {
                return try reader.polynomial(expression, variableCount: count)
            } catch {
                problems.append(error.diagnostic(in: what))
                return RationalFunction(ring.zero)
            }
        }
        let sides = zip(system.variables, system.rightHandSides).map { read($1, "the equation of \($0)") }
        let constraints = system.constraints.enumerated().map { read($1, "constraint \($0 + 1)") }
        var values: [BigRational?] = []
        for parameter in system.parameters {
            let value = parameter.value.map { read($0, "the value of the parameter \(parameter.name)") }
            values.append(value?.constant)
        }
        values += [BigRational?](repeating: nil, count: ring.variableCount - count - values.count)
        guard problems.isEmpty else { throw DiscoverError.input(Array(problems.prefix(20))) }
        var common = ring.one
        for side in sides {
            let shared = common.greatestCommonDivisor(with: side.denominator)
            common = common * (side.denominator.divided(exactlyBy: shared) ?? side.denominator)
        }
        self.init(
            ring: ring, variableCount: count,
            rightHandSides: sides.map { $0.numerator * (common.divided(exactlyBy: $0.denominator) ?? ring.one) },
            denominator: common, constraints: constraints.map(\.numerator).filter { !$0.isZero }, values: values)
        constraintLocation = system.constraintLocations.first
    }

    /// The ring of a system, and the reader of its expressions.
    static func ring(of system: DynamicalSystem) -> (PolynomialRing, PolynomialReader) {
        var constants: [NamedConstant] = []
        func collect(_ expression: Expression) {
            if case .constant(let constant) = expression, !constants.contains(constant) { constants.append(constant) }
            expression.children.forEach(collect)
        }
        (system.rightHandSides + system.constraints + system.parameters.compactMap(\.value)).forEach(collect)
        let ring = PolynomialRing(
            system.variables + system.parameters.map(\.name) + constants.map(PolynomialReader.name(of:)))
        return (ring, PolynomialReader(ring: ring))
    }

    /// The same system with the known values in place of their symbols.
    ///
    /// - Throws: `DiscoverError.input` when a denominator vanishes at these values.
    func specialised() throws -> PolynomialSystem {
        let free = values.indices.filter { values[$0] == nil }
        let target = PolynomialRing(Array(variableNames) + free.map { ring.names[variableCount + $0] })
        let images = imagesOfNames(in: target)
        func specialise(_ polynomial: Polynomial) throws -> Polynomial {
            guard let image = polynomial.substituting(images, into: target) else {
                throw DiscoverError.input("system.too-large", "the system is too large to expand")
            }
            return image
        }
        let bottom = try specialise(denominator)
        if bottom.isZero {
            throw DiscoverError.input(
                "system.division-by-zero", "a right-hand side divides by 0 at the given values of the parameters",
                hint: "the common denominator is \(denominator)")
        }
        var result = PolynomialSystem(
            ring: target, variableCount: variableCount, rightHandSides: try rightHandSides.map(specialise),
            denominator: bottom, constraints: try constraints.map(specialise).filter { !$0.isZero },
            values: free.map { _ in nil })
        result.constraintLocation = constraintLocation
        return result
    }

    /// What each name of the ring becomes in the ring of the specialised system.
    func imagesOfNames(in target: PolynomialRing) -> [Polynomial] {
        var next = variableCount
        return ring.names.indices.map { index in
            if index < variableCount { return target.variable(index) }
            if let value = values[index - variableCount] { return target.constant(value) }
            defer { next += 1 }
            return target.variable(next)
        }
    }

    /// dH/dt times the common denominator.
    func lieDerivative(of quantity: Polynomial) -> Polynomial {
        rightHandSides.enumerated().reduce(ring.zero) { sum, side in
            let partial = quantity.derivative(by: side.offset)
            return partial.isZero ? sum : sum + partial * side.element
        }
    }
}

extension PolynomialReader {
    /// The expression as a polynomial in the first names of the ring; the denominator has none of them.
    func polynomial(_ expression: Expression, variableCount: Int) throws(ConversionProblem) -> RationalFunction {
        let function = try read(expression)
        let inside = (0..<variableCount).filter { function.denominator.degree(in: $0) > 0 }
        if !inside.isEmpty { throw .division(by: inside.map { ring.names[$0] }) }
        let degrees = ring.names.indices.map {
            max(function.numerator.degree(in: $0), function.denominator.degree(in: $0))
        }
        if degrees.contains(where: { $0 > PolynomialSystem.degreeLimit }) { throw .tooLarge }
        return function
    }
}

extension Polynomial {
    /// Degree in the first `count` variables, -1 for 0.
    func stateDegree(_ count: Int) -> Int {
        terms.map { $0.exponents.prefix(count).reduce(0, +) }.max() ?? -1
    }
}
