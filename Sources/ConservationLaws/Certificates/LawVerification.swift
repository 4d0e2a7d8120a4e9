import Diagnostics
import ExactAlgebra
import Expressions

/// Checks by exact arithmetic that a given formula is conserved by ordinary differential equations, without any search.
public struct LawVerification: Sendable {
    private let system: DynamicalSystem

    /// Prepares to check formulas against a system.
    public init(_ system: DynamicalSystem) { self.system = system }

    /// Whether a formula in the variables, parameters and the time `t` is constant along the motion.
    ///
    /// Functions and roots are adjoined as atoms with their relations; the numerator of dH/dt must reduce to 0 by these
    /// relations and the constraints. Parameters that have values are given them.
    /// - Throws: `DiscoverError.input` for a formula or a system outside the algebra that can be treated.
    public func verdict(on law: Expression) throws -> LawVerdict {
        try verdict(
            on: ConservedLaw(
                expression: law, degree: 0, terms: 0, conditions: [],
                certificate: .init(kind: .exact, identity: "", gradient: [])))
    }

    /// Whether a law is constant along the motion, and whether the derivatives, cofactors and multipliers of its
    /// certificate are right.
    ///
    /// - Throws: as `verdict(on:)` for a formula.
    public func verdict(on law: ConservedLaw) throws -> LawVerdict {
        do {
            return try Check(law, system).verdict()
        } catch {
            throw DiscoverError.input([error.diagnostic(in: "the law")])
        }
    }
}

/// One law in the algebra of its system.
private struct Check {
    private let law: ConservedLaw
    private let names: [String]
    private let atoms: AtomReader
    private let assembly: SystemAssembly
    /// Everything that vanishes: relations of atoms, what determines multipliers, the constraints.
    private let reduction: ConstraintReduction?
    /// What vanishes identically.
    private let identities: ConstraintReduction?

    init(_ law: ConservedLaw, _ system: DynamicalSystem) throws(ConversionProblem) {
        let numbers = Dictionary(
            system.parameters.compactMap { parameter in parameter.value.map { (parameter.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        func special(_ expression: Expression) -> Expression { expression.substituting { numbers[$0] } }
        self.law = law.mapping(special)
        var variables = system.variables
        var sides = system.rightHandSides.map(special)
        if !variables.contains("t"), !system.parameters.contains(where: { $0.name == "t" }) {
            variables.append("t")
            sides.append(.one)
        }
        names = variables
        let constraints = system.constraints.map(special)
        var withLaw = system
        withLaw.rightHandSides += self.law.expressions
        let symbols = PolynomialSystem.symbolNames(of: withLaw)
        atoms = try AtomReader(
            variables: variables, multipliers: system.multipliers, symbols: symbols,
            expressions: sides + constraints + self.law.expressions)
        var rates: [RationalFunction] = []
        for side in sides { rates.append(try atoms.polynomialRead(side)) }
        var vanishing: [Polynomial] = []
        for constraint in constraints {
            let numerator = try atoms.polynomialRead(constraint).numerator
            if !numerator.isZero { vanishing.append(numerator) }
        }
        vanishing =
            TriangularConstraints.solvable(
                vanishing, beside: atoms.drafts.compactMap(\.relation), variableCount: atoms.firstSymbol) ?? []
        assembly = try SystemAssembly(
            atoms: atoms, symbolNames: symbols, sides: rates, constraints: vanishing, logarithmCandidates: [])
        reduction = ConstraintReduction(
            ring: atoms.ring, constraints: assembly.relations + vanishing, variableCount: atoms.firstSymbol,
            hidden: Set(variables.count..<(variables.count + system.multipliers.count)))
        identities = ConstraintReduction(
            ring: atoms.ring, constraints: atoms.drafts.compactMap(\.relation), variableCount: atoms.firstSymbol,
            hidden: [])
    }

    func verdict() throws(ConversionProblem) -> LawVerdict {
        let rate = try assembly.rate(of: try atoms.polynomialRead(law.expression))
        guard rate.numerator.isZero || reduction?.proof(of: rate.numerator) != nil else { return .refuted }
        guard try gradientIsRight() else { return .wrongCertificate }
        guard try cofactorsAreRight() else { return .wrongCertificate }
        return try multipliersAreRight(rate) ? .proved : .wrongCertificate
    }

    /// Whether an expression is 0 by the relations between functions alone.
    private func vanishes(_ function: RationalFunction) -> Bool {
        function.numerator.isZero || identities?.proof(of: function.numerator) != nil
    }

    private func difference(
        _ left: RationalFunction, _ right: RationalFunction
    ) throws(ConversionProblem) -> RationalFunction {
        try left.adding(right.multiplied(by: RationalFunction(atoms.ring.constant(-1))))
    }

    private func gradientIsRight() throws(ConversionProblem) -> Bool {
        for part in law.certificate.gradient {
            guard names.contains(part.variable) else { return false }
            let own = try atoms.polynomialRead(part.derivative)
            // Derivatives of functions the text of the law does not hold, such as 1/x of log(x), are quotients all the same.
            guard let slope = try? atoms.polynomialRead(law.expression.derivative(withRespectTo: part.variable)) else {
                continue
            }
            guard vanishes(try difference(own, slope)) else { return false }
        }
        return true
    }

    private func cofactorsAreRight() throws(ConversionProblem) -> Bool {
        for part in law.certificate.cofactors {
            let function = try atoms.polynomialRead(part.function)
            let product = try atoms.polynomialRead(part.cofactor).multiplied(by: function)
            let rest = try difference(try assembly.rate(of: function), product)
            guard vanishes(rest) || reduction?.proof(of: rest.numerator) != nil else { return false }
        }
        return true
    }

    /// factor · dH/dt = sum of multiplier · constraint, every constraint one that vanishes and the factor one that does not.
    private func multipliersAreRight(_ rate: RationalFunction) throws(ConversionProblem) -> Bool {
        guard !law.certificate.multipliers.isEmpty else { return true }
        let factor = try atoms.polynomialRead(law.certificate.factor ?? .one)
        guard !factor.numerator.isZero, reduction?.proof(of: factor.numerator) == nil else { return false }
        var left = try factor.multiplied(by: rate)
        for part in law.certificate.multipliers {
            let constraint = try atoms.polynomialRead(part.constraint)
            guard constraint.numerator.isZero || reduction?.proof(of: constraint.numerator) != nil else { return false }
            left = try difference(left, try atoms.polynomialRead(part.multiplier).multiplied(by: constraint))
        }
        return vanishes(left.cancelled())
    }
}
