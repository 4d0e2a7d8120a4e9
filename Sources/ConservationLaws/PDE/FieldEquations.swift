import Diagnostics
import ExactAlgebra
import Expressions

/// Partial differential equations as exact differential polynomials.
struct FieldEquations: Sendable {
    /// How the equations determine the motion.
    enum Form: Sendable {
        /// The time derivative of every variable of the space.
        case evolution([ExactPolynomial])
        /// Expressions that vanish on solutions.
        case implicit([ExactPolynomial])
    }

    /// The names.
    var space: JetSpace
    /// The equations.
    var form: Form

    /// The polynomials, whatever their form.
    var polynomials: [ExactPolynomial] {
        switch form {
        case .evolution(let sides): sides
        case .implicit(let sides): sides
        }
    }

    /// Whether no equation has a product of fields.
    var isLinear: Bool {
        space.atoms.isEmpty
            && polynomials.allSatisfy { $0.terms.keys.allSatisfy { $0.fieldDegree <= JetMonomial.unit } }
    }

    /// Reads a system, with the values of its parameters in place of their names where they have one.
    ///
    /// - Throws: `DiscoverError.input` when an expression is outside the class that can be treated.
    init(_ system: FieldSystem) throws {
        let values = try FieldEquations.values(of: system)
        var symbols = system.parameters.map(\.name).filter { values[$0] == nil }
        let differences = system.equations.map { $0.left - $0.right }
        for constant in NamedConstant.allCases where differences.contains(where: { $0.holds(constant) }) {
            symbols.append(PolynomialReader.name(of: constant))
        }
        let plain = JetSpace(
            directions: system.independentVariables, fields: system.fields.map { .init(name: $0, timeOrder: 0) },
            symbols: symbols)
        let (space, polynomials) = try FieldEquations.read(differences, in: plain, values)
        // The order in time of every field, and the equation that gives its highest time derivative.
        let orders = system.fields.indices.map { field in
            polynomials.flatMap(\.variables).filter { $0.kind == .jet && $0.index == field }.map { $0.order(0) }.max()
                ?? 0
        }
        guard let owners = FieldEquations.owners(polynomials, orders) else {
            self.space = space
            form = .implicit(polynomials)
            return
        }
        var chained = plain
        chained.fields = system.fields.indices.flatMap { field in
            (0..<orders[field]).map { .init(name: system.fields[field], timeOrder: $0) }
        }
        let (finalSpace, differencesOfChain) = try FieldEquations.read(differences, in: chained, values)
        let algebra = finalSpace.exactAlgebra
        var sides: [ExactPolynomial] = []
        for (index, field) in chained.fields.enumerated() {
            guard let number = system.fields.firstIndex(of: field.name) else { continue }
            if field.timeOrder + 1 < orders[number] {
                sides.append(ExactPolynomial(JetMonomial(.jet(index + 1)), .one, in: RationalNumbers()))
            } else {
                let highest = JetMonomial(.jet(index, [1]))
                let difference = differencesOfChain[owners[number]]
                guard let coefficient = difference.terms[highest] else { continue }
                let rest = algebra.sum(
                    difference.scaled(by: .one / coefficient, in: RationalNumbers()),
                    ExactPolynomial(highest, .one, in: RationalNumbers()), times: -1)
                sides.append(rest.scaled(by: -1, in: RationalNumbers()))
            }
        }
        self.space = finalSpace
        form = .evolution(sides)
    }

    /// The values of the parameters that have one.
    static func values(of system: FieldSystem) throws -> [String: BigRational] {
        var values: [String: BigRational] = [:]
        for parameter in system.parameters {
            guard let value = parameter.value else { continue }
            values[parameter.name] = try PolynomialReader(ring: PolynomialRing([])).read(value).constant
        }
        return values
    }

    private static func read(
        _ expressions: [Expression], in space: JetSpace, _ values: [String: BigRational]
    ) throws -> (JetSpace, [ExactPolynomial]) {
        var reader = JetReader(space: space, values: values)
        var polynomials: [ExactPolynomial] = []
        for (number, expression) in expressions.enumerated() {
            do {
                polynomials.append(try reader.read(expression))
            } catch {
                throw DiscoverError.input([error.diagnostic(in: "equation \(number + 1)")])
            }
        }
        return (reader.space, polynomials)
    }

    /// For every field the equation that can be solved for its highest time derivative; nil when some field has none.
    private static func owners(_ polynomials: [ExactPolynomial], _ orders: [Int]) -> [Int]? {
        guard orders.allSatisfy({ $0 > 0 }), polynomials.count == orders.count else { return nil }
        var owners = [Int](repeating: -1, count: orders.count)
        for (number, polynomial) in polynomials.enumerated() {
            let highest = polynomial.variables.filter { variable in
                variable.kind == .jet && variable.order(0) >= orders[variable.index]
            }
            guard highest.count == 1, highest[0].totalOrder == orders[highest[0].index],
                owners[highest[0].index] < 0, polynomial.terms[JetMonomial(highest[0])] != nil,
                polynomial.terms.keys.count(where: { $0.exponent(of: highest[0]) != 0 }) == 1
            else { return nil }
            owners[highest[0].index] = number
        }
        return owners
    }
}

extension Expression {
    /// Whether a constant such as pi occurs.
    fileprivate func holds(_ constant: NamedConstant) -> Bool {
        if case .constant(let other) = self { return other == constant }
        return children.contains { $0.holds(constant) }
    }
}
