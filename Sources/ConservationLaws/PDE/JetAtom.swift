import Expressions

/// A function of the fields that stands as a symbol of its own, because its derivatives are polynomials in such symbols.
struct JetAtom: Sendable {
    /// What the symbol stands for.
    enum Meaning: Sendable, Equatable {
        /// A function of the argument.
        case function(Function)
        /// The argument itself, a sum that occurs with fractional or negative exponents.
        case base
    }

    /// What it stands for.
    var meaning: Meaning
    /// The argument.
    var argument: ExactPolynomial
    /// The derivative of the function at the argument, in terms of atoms.
    var outerDerivative: ExactPolynomial
    /// A monomial that is replaced wherever it divides another one, and its replacement.
    var rule: (leading: JetMonomial, replacement: ExactPolynomial)?
    /// The argument as written, for printing.
    var expression: Expression
}
