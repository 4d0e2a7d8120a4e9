/// A least-squares fit by some columns, with what a search needs to know about its neighbours.
struct SubsetFit: Sendable {
    /// The columns, ascending.
    let support: [Int]
    /// One coefficient per column of the support, for columns of length one.
    let coefficients: [Double]
    /// Sum of squared residuals.
    let residual: Double
    /// By how much the sum of squares grows when a column of the support goes, in the order of `support`.
    let losses: [Double]
    /// By how much the sum of squares shrinks when a column comes in, for all columns; 0 for those of the support and for
    /// those that depend on it.
    let gains: [Double]
}
