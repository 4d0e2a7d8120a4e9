import Expressions

/// A conserved quantity with its proof.
public struct ConservedLaw: Sendable {
    /// What makes the quantity constant.
    public struct Certificate: Sendable {
        /// `exact`: proved by exact arithmetic; `numeric`: checked on samples.
        public enum Kind: String, Sendable {
            /// An identity between exact polynomials.
            case exact
            /// A numerical check.
            case numeric
        }
        /// Exact or numeric.
        public var kind: Kind
        /// The identity in words and formulas, such as `dH/dt = (y)*(x') + (x)*(y') = 0`.
        public var identity: String
        /// The partial derivatives of the law by variable, so that a reader can check sum dH/dx * x' = 0.
        public var gradient: [(variable: String, derivative: Expression)]

        /// Functions p under logarithms or powers with K = (dp/dt)/p, from which the identity follows by sum of exponents times K.
        public var cofactors: [(function: Expression, cofactor: Expression)] = []

        /// Makes a certificate.
        public init(kind: Kind, identity: String, gradient: [(variable: String, derivative: Expression)]) {
            self.kind = kind
            self.identity = identity
            self.gradient = gradient
        }
    }

    /// The quantity, in the system's variables and symbolic parameters.
    public var expression: Expression
    /// Total degree as a polynomial in the variables.
    public var degree: Int
    /// Number of terms of the expanded form.
    public var terms: Int
    /// Conditions on parameters under which it holds; empty when it always does.
    public var conditions: [String]
    /// The proof.
    public var certificate: Certificate
    /// The flux by space variable for a density of partial differential equations: D_t density + sum of D_x flux = 0.
    public var fluxes: [(variable: String, expression: Expression)] = []
    /// The multiplier by field or equation: the factor with which the equations give the identity of a density.
    public var multipliers: [(equation: String, expression: Expression)] = []
    /// What kind of law it is, where that is worth a word: `a moiety: every reaction keeps it`.
    public var remark: String?

    /// Makes a law.
    public init(expression: Expression, degree: Int, terms: Int, conditions: [String], certificate: Certificate) {
        self.expression = expression
        self.degree = degree
        self.terms = terms
        self.conditions = conditions
        self.certificate = certificate
    }
}
