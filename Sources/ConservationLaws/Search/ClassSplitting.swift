import ExactAlgebra

/// The finest splitting of all monomials by gradings that the right-hand sides respect, weights and parities alike.
///
/// Two monomials are in one class when the difference of their exponents lies in the lattice that the shifts
/// a - e_i of the terms x^a of the right-hand sides f_i generate, relative to one of them.
struct ClassSplitting: Sendable {
    private let lattice: IntegerLattice
    private let shift: [Int]
    private let variableCount: Int

    init(_ system: PolynomialSystem) {
        variableCount = system.variableCount
        var lattice = IntegerLattice()
        var first: [Int]?
        for (variable, side) in system.rightHandSides.enumerated() where system.isInAnsatz[variable] {
            for term in side.terms {
                var shift = Array(term.exponents.prefix(system.variableCount))
                shift[variable] -= 1
                if let first { lattice.insert(zip(shift, first).map { $0 - $1 }) } else { first = shift }
            }
        }
        for constraint in system.constraints {
            let exponents = constraint.terms.map { $0.exponents.prefix(system.variableCount) }
            for other in exponents.dropFirst() { lattice.insert(zip(other, exponents[0]).map { $0 - $1 }) }
        }
        self.lattice = lattice
        shift = first ?? [Int](repeating: 0, count: system.variableCount)
    }

    /// The class of a monomial of the quantity; nil in the unlikely case that numbers grow too large.
    func key(ofExponents exponents: [Int]) -> [Int]? { lattice.representative(of: exponents) }

    /// The class of quantities to which a monomial of dH/dt belongs.
    func key(ofImage exponents: [Int]) -> [Int]? {
        lattice.representative(of: zip(exponents, shift).map { $0 - $1 })
    }
}
