import Diagnostics
import ExactAlgebra
import Expressions

/// Checks whether a system that was read is one that can be treated.
struct SystemChecks {
    private let system: DynamicalSystem
    private let source: String
    private let symbols: [String]
    /// Values of the parameters; numbers at which nothing vanishes by chance for those without one.
    private let symbolPoint: [BigRational]

    init(system: DynamicalSystem, source: String) {
        self.system = system
        self.source = source
        symbols = PolynomialSystem.symbolNames(of: system)
        var generator = SplitMixGenerator(seed: 7)
        symbolPoint = symbols.indices.map { index in
            let stand = BigRational(Int(generator.next() >> 24))
            guard index < system.parameters.count, let value = system.parameters[index].value else { return stand }
            return (try? PolynomialReader(ring: PolynomialRing([])).read(value).constant) ?? stand
        }
    }

    private func atoms(_ expression: Expression) throws(ConversionProblem) -> AtomReader {
        try AtomReader(
            variables: system.variables, multipliers: system.multipliers, symbols: symbols, expressions: [expression])
    }

    /// Everything that is wrong with the right-hand sides and constraints.
    func problems(equations: [(variable: String, right: PlacedText?)], constraints: [PlacedText]) -> [Diagnostic] {
        var problems: [Diagnostic] = []
        for (equation, side) in zip(equations, system.rightHandSides) {
            guard let right = equation.right else { continue }
            problems += self.problems(side, in: "the equation of \(equation.variable)", right)
        }
        for (number, (constraint, place)) in zip(system.constraints, constraints).enumerated() {
            problems += self.problems(constraint, in: "constraint \(number + 1)", place)
            if let value = try? atoms(constraint).read(constraint).constant, !value.isZero {
                problems.append(
                    Diagnostic(
                        "system.constraint", "a constraint that can never hold", at: place.location(in: source),
                        hint: "the difference of its sides is \(value)"))
            }
        }
        return problems
    }

    /// Numbers of the constraints without those that always hold.
    var constraintsThatSaySomething: [Int] {
        system.constraints.indices.filter { index in
            let constraint = system.constraints[index]
            return (try? atoms(constraint).read(constraint)).map { !$0.numerator.isZero } ?? true
        }
    }

    private func problems(_ expression: Expression, in name: String, _ place: PlacedText) -> [Diagnostic] {
        do {
            let atoms = try atoms(expression)
            let function = try atoms.polynomialRead(expression)
            var generator = SplitMixGenerator(seed: 8)
            let point = atoms.ring.names.indices.map { index in
                let offset = index - atoms.firstSymbol
                return offset >= 0 ? symbolPoint[offset] : BigRational(Int(generator.next() >> 24))
            }
            // Such as sin(y)^2 + cos(y)^2 - 1.
            let identities = ConstraintReduction(
                ring: atoms.ring, constraints: atoms.drafts.compactMap(\.relation), variableCount: atoms.firstSymbol,
                hidden: [])
            if function.denominator.constantValue == nil, !atoms.drafts.isEmpty,
                identities?.proof(of: function.denominator) != nil
            {
                return [ConversionProblem.divisionByZero.diagnostic(in: name, at: location(of: "/", in: place))]
            }
            guard function.denominator.evaluated(at: point).isZero else { return [] }
            return [
                Diagnostic(
                    "system.division-by-zero", "division by zero in \(name) at the values of the parameters",
                    at: location(of: "/", in: place), hint: "the divisor \(function.denominator) is 0")
            ]
        } catch {
            switch error {
            case .function(let function):
                let place =
                    NameScanner.occurrences(in: place.text).first { $0.name == function }
                    .map { place.location(in: source, at: $0.position) } ?? place.location(in: source)
                return [error.diagnostic(in: name, at: place)]
            case .divisionByZero:
                return [error.diagnostic(in: name, at: location(of: "/", in: place))]
            default: return [error.diagnostic(in: name, at: place.location(in: source))]
            }
        }
    }

    private func location(of character: Character, in place: PlacedText) -> SourceLocation {
        place.location(in: source, at: Array(place.text).firstIndex(of: character) ?? 0)
    }
}
