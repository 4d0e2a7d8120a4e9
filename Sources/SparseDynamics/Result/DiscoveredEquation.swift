import Expressions

/// A discovered equation: what changes, and the sum of terms that it equals.
public struct DiscoveredEquation: Sendable {
    /// Name of the variable whose change is described.
    public var variable: String
    /// The left-hand side for people, such as `x'`, `x[n+1]` or `u_t`.
    public var leftHandSide: String
    /// The terms of the right-hand side.
    public var terms: [EquationTerm]

    /// Makes an equation.
    public init(variable: String, leftHandSide: String, terms: [EquationTerm]) {
        self.variable = variable
        self.leftHandSide = leftHandSide
        self.terms = terms
    }

    /// The right-hand side as one formula, coefficients as measured or as the exact numbers they stand for.
    public var expression: Expression {
        let parts = terms.map { term -> Expression in
            let number = term.exact ?? .real(term.coefficient)
            return term.function == .one ? number : .product([number, term.function])
        }
        return parts.isEmpty ? .zero : Expression.sum(parts).simplified()
    }
}
