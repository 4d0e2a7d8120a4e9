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

        /// Constraints with their multipliers: `factor · dH/dt = sum of multiplier · constraint`, empty where dH/dt is 0 by itself.
        public var multipliers: [(constraint: Expression, multiplier: Expression)] = []
        /// The factor in front of dH/dt in that identity; nil stands for 1.
        public var factor: Expression?

        /// Makes a certificate.
        public init(kind: Kind, identity: String, gradient: [(variable: String, derivative: Expression)]) {
            self.kind = kind
            self.identity = identity
            self.gradient = gradient
        }
    }

    /// How much a quantity that is no exact law changes along computed motions.
    public struct Drift: Sendable {
        /// The time that the motions cover.
        public var time: Double
        /// Number of motions.
        public var motions: Int
        /// Root mean square of the change since the start, relative to the spread between the motions.
        public var typical: Double
        /// The largest change, relative to the same spread.
        public var largest: Double
        /// Order in the small terms to which the quantity was corrected.
        public var order = 0

        /// Makes a measurement.
        public init(time: Double, motions: Int, typical: Double, largest: Double) {
            self.time = time
            self.motions = motions
            self.typical = typical
            self.largest = largest
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

    /// How much it changes, for approximate laws only.
    public var drift: Drift?

    /// Makes a law.
    public init(expression: Expression, degree: Int, terms: Int, conditions: [String], certificate: Certificate) {
        self.expression = expression
        self.degree = degree
        self.terms = terms
        self.conditions = conditions
        self.certificate = certificate
    }
}

extension ConservedLaw {
    /// The law with every formula changed.
    public func mapping(_ change: (Expression) -> Expression) -> ConservedLaw {
        var result = self
        result.expression = change(expression)
        result.fluxes = fluxes.map { ($0.variable, change($0.expression)) }
        result.multipliers = multipliers.map { ($0.equation, change($0.expression)) }
        result.certificate.gradient = certificate.gradient.map { ($0.variable, change($0.derivative)) }
        result.certificate.cofactors = certificate.cofactors.map { (change($0.function), change($0.cofactor)) }
        result.certificate.multipliers = certificate.multipliers.map { (change($0.constraint), change($0.multiplier)) }
        result.certificate.factor = certificate.factor.map(change)
        return result
    }

    /// Every formula of the law and its certificate.
    var expressions: [Expression] {
        [expression] + certificate.gradient.map(\.derivative)
            + certificate.cofactors.flatMap { [$0.function, $0.cofactor] }
            + certificate.multipliers.flatMap { [$0.constraint, $0.multiplier] }
            + (certificate.factor.map { [$0] } ?? [])
    }
}
