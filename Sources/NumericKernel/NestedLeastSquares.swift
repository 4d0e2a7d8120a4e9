/// Least-squares fits by the leading columns of one matrix, for several numbers of columns, with leave-one-out residuals.
public struct NestedLeastSquares: Sendable {
    /// Coefficients of each fit, as many as it has columns.
    public let coefficients: [[Double]]
    /// Leave-one-out residuals of each fit, one per row.
    public let leaveOneOutResiduals: [[Double]]

    init(coefficients: [[Double]], leaveOneOutResiduals: [[Double]]) {
        self.coefficients = coefficients
        self.leaveOneOutResiduals = leaveOneOutResiduals
    }

    /// Fits; for more than one right-hand side of a matrix see `NestedBasis`.
    ///
    /// - Parameters:
    ///   - matrix: m × n, m ≥ n, of full column rank.
    ///   - side: what to fit, m values.
    ///   - sizes: numbers of leading columns, ascending, at most n.
    /// - Returns: nil when a column depends on those before it to half the working precision.
    /// - Throws: `DiscoverError.numeric` when LAPACK rejects its arguments (a NaN or an infinity).
    /// - Complexity: O(m n²).
    public init?(_ matrix: Matrix, _ side: [Double], sizes: [Int]) throws {
        guard let basis = try NestedBasis(matrix) else { return nil }
        self = basis.fit(side, sizes: sizes)
    }
}
