import ExactAlgebra

/// Proves that a polynomial vanishes on the constraints: a factor times it is a sum of multiples of them.
///
/// The constraints are divided out one after the other, each in the variable for which it can be solved (Ritt and Wu's
/// pseudo-division by a triangular set). The factor is a product of leading coefficients, which do not vanish on the motion
/// except where a constraint cannot be solved.
struct ConstraintReduction: Sendable {
    /// `factor · polynomial = sum of multipliers · constraints`.
    struct Proof: Sendable {
        var factor: Polynomial
        /// One per constraint.
        var multipliers: [Polynomial]
    }

    private let ring: PolynomialRing
    private let constraints: [Polynomial]
    private let steps: [(constraint: Int, variable: Int)]
    private let hidden: Set<Int>

    /// Nil when the constraints allow no order of solution.
    init?(_ system: PolynomialSystem) {
        self.init(
            ring: system.ring, constraints: system.constraints, variableCount: system.variableCount,
            hidden: Set((0..<system.variableCount).filter { !system.isInAnsatz[$0] }))
    }

    /// Prepares to divide by polynomials that vanish.
    ///
    /// - Parameters:
    ///   - variableCount: names of the ring for which constraints may be solved: the first ones.
    ///   - hidden: names whose constraints are only used when the others do not suffice.
    /// - Returns: nil when the constraints allow no order of solution.
    init?(ring: PolynomialRing, constraints: [Polynomial], variableCount: Int, hidden: Set<Int>) {
        self.ring = ring
        self.constraints = constraints
        self.hidden = hidden
        let used = constraints.map { constraint in
            (0..<variableCount).filter { constraint.degree(in: $0) > 0 }
        }
        guard let order = SolutionOrder(variablesOfConstraints: used) else { return nil }
        steps = order.steps
    }

    /// The proof that a polynomial vanishes on the constraints, nil when it does not or is too large.
    func proof(of polynomial: Polynomial) -> Proof? {
        if polynomial.isZero { return Proof(factor: ring.one, multipliers: constraints.map { _ in ring.zero }) }
        // What vanishes whatever the multipliers are needs not the long relations that determine them.
        if !hidden.isEmpty {
            let short = reduce(polynomial, steps.filter { !hidden.contains($0.variable) })
            if let short { return short }
        }
        return reduce(polynomial, steps)
    }

    private func reduce(_ polynomial: Polynomial, _ steps: [(constraint: Int, variable: Int)]) -> Proof? {
        var proof = Proof(factor: ring.one, multipliers: constraints.map { _ in ring.zero })
        var left = polynomial
        for step in steps.reversed() {
            let constraint = constraints[step.constraint]
            guard left.degree(in: step.variable) >= constraint.degree(in: step.variable) else { continue }
            guard let division = left.pseudoDivided(by: constraint, in: step.variable) else { return nil }
            if !division.factor.isOne {
                proof.factor = proof.factor * division.factor
                proof.multipliers = proof.multipliers.map { $0 * division.factor }
            }
            proof.multipliers[step.constraint] = proof.multipliers[step.constraint] + division.quotient
            left = division.remainder
            if left.isZero { return proof }
        }
        return nil
    }
}
