import ExactAlgebra
import Expressions

/// An atom while a system is read: its slot in the working ring and what is known about it.
struct AtomDraft {
    /// Its variable in the working ring.
    var slot: Int
    /// What it stands for.
    var expression: Expression
    /// A polynomial that vanishes identically, nil for a transcendental atom.
    var relation: Polynomial?
    /// Its differential in terms of those of other names of the working ring.
    var differential: [(variable: Int, slope: RationalFunction)]
    /// For 1/b^(1/n): the polynomial b and n.
    var root: (base: Polynomial, degree: Int)?
    /// The polynomial of which it is the logarithm.
    var logarithmOf: Polynomial?
    /// Whether it depends on no variable of the state.
    var isConstant: Bool { differential.isEmpty }
}

extension RationalFunction {
    /// The partial derivative in lowest terms.
    func derivative(by variable: Int) throws(ConversionProblem) -> RationalFunction {
        let top = numerator.derivative(by: variable)
        if denominator.degree(in: variable) <= 0 { return RationalFunction(top, over: denominator).cancelled() }
        let change = top * denominator - numerator * denominator.derivative(by: variable)
        return RationalFunction(change, over: denominator * denominator).cancelled()
    }

    /// Whether any of some variables occurs.
    func contains(_ variables: some Sequence<Int>) -> Bool {
        variables.contains { numerator.degree(in: $0) > 0 || denominator.degree(in: $0) > 0 }
    }
}
