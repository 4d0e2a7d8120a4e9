import Expressions

/// One term of a discovered equation: a coefficient times a function of the state.
public struct EquationTerm: Sendable {
    /// The function without its coefficient, such as `x*z`; 1 for a constant term.
    public var function: Expression
    /// The coefficient, in the units of the data.
    public var coefficient: Double
    /// Standard error of the coefficient; nil when it was not estimated.
    public var standardError: Double?
    /// The short exact number that the coefficient is taken for; nil when it is as measured.
    public var exact: Expression?
    /// Whether the term was given by the user, so that it was not searched for.
    public var isKnown: Bool

    /// Makes a term.
    public init(
        function: Expression, coefficient: Double, standardError: Double? = nil, exact: Expression? = nil,
        isKnown: Bool = false
    ) {
        self.exact = exact
        self.function = function
        self.coefficient = coefficient
        self.standardError = standardError
        self.isKnown = isKnown
    }
}
