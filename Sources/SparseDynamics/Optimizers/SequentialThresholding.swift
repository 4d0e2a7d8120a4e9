/// Sequentially thresholded least squares (Brunton, Proctor and Kutz 2016).
///
/// Solves, drops every coefficient below the threshold, and solves again until none is dropped.
struct SequentialThresholding: SparseOptimizer {
    static let name = "stlsq"
    static let summary = "sequentially thresholded least squares"
    /// Threshold as a fraction of the side, for columns of length one.
    var threshold = 0.05

    func coefficients(_ problem: RegressionRows) -> [Double] {
        var support = Array(0..<problem.count)
        var values = problem.solution(support)
        for _ in 0..<problem.count {
            let kept = support.filter { abs(values[$0]) >= threshold }
            if kept.count == support.count { break }
            support = kept
            values = problem.solution(support)
        }
        return values
    }
}
