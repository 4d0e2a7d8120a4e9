/// A search for the subset of columns that explains a side best for its size.
protocol SubsetChooser: Sendable {
    /// Number of columns.
    var count: Int { get }
    /// Sum of squares of the side itself.
    var total: Double { get }
    /// Fits by the columns of a support.
    func fit(_ wanted: [Int], withGains: Bool) -> SubsetFit
    /// The coefficients of a fit for the columns as they were given, one per column, 0 outside the support.
    func coefficients(of fit: SubsetFit) -> [Double]
    /// The best supports from several starts, best first, without repetitions.
    ///
    /// - Parameters:
    ///   - scale: what a unit of evidence is worth in sums of squares.
    ///   - prices: of every column, in units of evidence.
    ///   - fixed: columns that must stay.
    ///   - starts: supports to begin with beside the usual ones.
    ///   - size: how far to go up from the fixed columns.
    func best(scale: Double, prices: [Double], fixed: Set<Int>, starts: [[Int]], forwardTo size: Int) -> [SubsetFit]
}

extension SubsetChooser {
    /// Residual and price of a fit in units of evidence; lower is better.
    func score(_ fit: SubsetFit, scale: Double, prices: [Double]) -> Double {
        fit.residual / scale + fit.support.reduce(0) { $0 + prices[$1] }
    }
}
