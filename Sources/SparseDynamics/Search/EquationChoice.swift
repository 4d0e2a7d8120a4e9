/// What the weak form says about one equation in one library.
struct EquationChoice: Sendable {
    /// The functions, ascending.
    var support: [Int]
    /// Scaled coefficients of all functions, 0 outside the support.
    var coefficients: [Double]
    /// Sum of squared residuals in units of the scale.
    var residual: Double
    /// Residual and price, in units of evidence; lower is better.
    var score: Double
    /// Root mean square of the residuals relative to that of the side.
    var relativeError: Double
    /// Other supports, best first.
    var others: [[Int]]
}
