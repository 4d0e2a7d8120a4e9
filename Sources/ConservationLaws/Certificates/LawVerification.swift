import Diagnostics
import ExactAlgebra
import Expressions

/// Checks by exact arithmetic that a given formula is conserved by a system, without any search.
public struct LawVerification: Sendable {
    /// What came out.
    public enum Verdict: Sendable, Equatable {
        /// dH/dt vanishes identically, on the constraints where there are some.
        case proved
        /// dH/dt does not vanish.
        case refuted
    }

    private let system: DynamicalSystem

    /// Prepares to check formulas against a system.
    public init(_ system: DynamicalSystem) { self.system = system }

    /// Whether a formula in the variables, parameters and the time `t` is constant along the motion.
    ///
    /// Functions and roots are adjoined as atoms with their relations; the numerator of dH/dt must reduce to 0 by these
    /// relations and the constraints. Parameters that have values are given them.
    /// - Throws: `DiscoverError.input` for a formula or a system outside the algebra that can be treated.
    public func verdict(on law: Expression) throws -> Verdict {
        let numbers = Dictionary(
            system.parameters.compactMap { parameter in parameter.value.map { (parameter.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        func special(_ expression: Expression) -> Expression { expression.substituting { numbers[$0] } }
        var variables = system.variables
        var sides = system.rightHandSides.map(special)
        if !variables.contains("t"), !system.parameters.contains(where: { $0.name == "t" }) {
            variables.append("t")
            sides.append(.one)
        }
        let constraints = system.constraints.map(special)
        let law = special(law)
        var withConstants = system
        withConstants.rightHandSides.append(law)
        let symbols = PolynomialSystem.symbolNames(of: withConstants)
        do {
            let atoms = try AtomReader(
                variables: variables, multipliers: system.multipliers, symbols: symbols,
                expressions: sides + constraints + [law])
            var rates: [RationalFunction] = []
            for side in sides { rates.append(try atoms.polynomialRead(side)) }
            var vanishing: [Polynomial] = []
            for constraint in constraints {
                let numerator = try atoms.polynomialRead(constraint).numerator
                if !numerator.isZero { vanishing.append(numerator) }
            }
            let assembly = try SystemAssembly(
                atoms: atoms, symbolNames: symbols, sides: rates, constraints: vanishing, logarithmCandidates: [])
            let rate = try assembly.rate(of: try atoms.polynomialRead(law))
            if rate.numerator.isZero { return .proved }
            let multipliers = variables.count..<(variables.count + system.multipliers.count)
            let reduction = ConstraintReduction(
                ring: atoms.ring, constraints: assembly.relations + vanishing, variableCount: atoms.firstSymbol,
                hidden: Set(multipliers))
            return reduction?.proof(of: rate.numerator) == nil ? .refuted : .proved
        } catch {
            throw DiscoverError.input([error.diagnostic(in: "the law")])
        }
    }
}
