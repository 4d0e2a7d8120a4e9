/// One equation as a stage of the search hands it on: scaled coefficients with errors.
struct FoundEquation: Sendable {
    /// Functions of the library, ascending.
    var support: [Int]
    /// Scaled coefficients.
    var coefficients: [Double]
    /// Their standard errors; nil when unknown.
    var standardErrors: [Double?]
    /// Short exact numbers that the coefficients in the units of the data are taken for; empty when none were looked for.
    var exact: [ShortNumber.Match?] = []
    /// The library that the functions are from.
    var library: ScaledLibrary
    /// Relative size of what is left of the changes.
    var relativeError: Double
}
