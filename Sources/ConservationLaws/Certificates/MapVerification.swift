import Diagnostics
import ExactAlgebra
import Expressions

/// Checks by exact arithmetic that a given formula is an invariant of a map.
public struct MapVerification: Sendable {
    private let system: DynamicalSystem

    /// Prepares to check formulas against a map.
    public init(_ system: DynamicalSystem) { self.system = system }

    /// Whether I(F(x)) = I(x) as an identity of rational functions.
    ///
    /// - Throws: `DiscoverError.input` for formulas that are not rational.
    public func verdict(on law: ConservedLaw) throws -> LawVerdict {
        let numbers = Dictionary(
            system.parameters.compactMap { parameter in parameter.value.map { (parameter.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        func special(_ expression: Expression) -> Expression { expression.substituting { numbers[$0] } }
        var plain = system
        plain.parameters.removeAll { $0.value != nil }
        let formula = special(law.expression)
        plain.rightHandSides = system.rightHandSides.map(special) + [formula]
        let (_, reader) = MapText.ring(of: plain)
        let images = Dictionary(
            zip(system.variables, plain.rightHandSides), uniquingKeysWith: { first, _ in first })
        do {
            let before = try reader.read(formula)
            let after = try reader.read(formula.substituting { images[$0] })
            let minus = RationalFunction(before.numerator.ring.constant(-1))
            return try after.adding(before.multiplied(by: minus)).numerator.isZero ? .proved : .refuted
        } catch {
            throw DiscoverError.input([error.diagnostic(in: "the invariant")])
        }
    }
}
