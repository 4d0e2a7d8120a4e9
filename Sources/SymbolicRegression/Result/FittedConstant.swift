/// A number in a formula that the data decided.
public struct FittedConstant: Sendable, Equatable {
    /// `c1`, `c2`, ... in order of appearance in the formula.
    public var name: String
    /// The value in the printed formula.
    public var value: Double
    /// Standard error from the covariance of the fit; nil where it cannot be estimated (exact fits, no spare rows).
    public var standardError: Double?
    /// The exact form it was replaced by (`1/2`, `2*pi`), nil when the value is the fitted number.
    public var snapped: String?
    /// Its unit in the units of the columns, `1` for a plain number; nil when units are not known.
    public var unit: String?
    /// The physical constants that it is made of, where some were asked for and it agrees with them.
    public var recognized: RecognizedConstant?

    /// Makes a constant.
    public init(name: String, value: Double, standardError: Double?, snapped: String?, unit: String? = nil) {
        self.name = name
        self.value = value
        self.standardError = standardError
        self.snapped = snapped
        self.unit = unit
    }
}
