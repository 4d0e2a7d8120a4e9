/// A discovered equation of a field with its evidence.
public struct FieldEquation: Sendable {
    /// The equation; its terms are written with derivatives as names, `u_xx`.
    public var equation: DiscoveredEquation
    /// For every term the form in which it was fitted, such as `(u^2)_x`.
    public var fittedForms: [String]
    /// χ² per degree of freedom: near 1 when the equation explains the data down to their noise.
    public var chiSquared: Double
    /// Whether it does.
    public var isAccepted: Bool
    /// Share of the half samples in which the same terms are chosen.
    public var stability: Double?
    /// Other structures, and by how many units of χ² they are worse, terms counted.
    public var rivals: [FieldRival]
    /// Coefficients that vary in time, for the terms that have them.
    public var courses: [CoefficientCourse]
    /// What was searched.
    public var library: String
}

/// A structure that explains the data nearly as well.
public struct FieldRival: Sendable {
    /// Its terms.
    public var terms: [String]
    /// Difference of χ² plus price of the terms, above that of the winner.
    public var gap: Double
}

/// The course of a coefficient that varies in time.
public struct CoefficientCourse: Sendable {
    /// The term, as in the equation.
    public var term: String
    /// Times, values and their standard errors.
    public var times: [Double]
    /// One value per time.
    public var values: [Double]
    /// One standard error per time.
    public var standardErrors: [Double]
}
