import NumericKernel

/// The rows that scans look at, with a target freed of most of its noise.
struct ScanSample: Sendable {
    /// Names that the inputs go by in the scans, u1, u2, ...
    let names: [String]
    /// Values of the inputs on the sampled rows.
    let columns: [[Double]]
    /// The smoothed target on the sampled rows.
    let smoothed: [Double]
    /// The smoothed target on the training rows, or on the first of them.
    let allSmoothed: [Double]
    /// d(original target)/d(target) on the sampled rows.
    let sensitivity: [Double]

    /// Samples at most `count` of the training rows; nil when the target does not vary on them.
    init?(_ problem: ReducedProblem, trainingRows: Int, count: Int) {
        let smooth = problem.smoothed ?? Self.smooth(problem, rows: trainingRows)
        // Rows come shuffled, so that the first ones are a random sample; the target may be smoothed on some of them only.
        let rows = (0..<min(smooth.count, trainingRows)).filter { smooth[$0].isFinite }.prefix(count)
        guard rows.count >= 12, problem.dimension > 0 else { return nil }
        names = problem.columns.indices.map { "u\($0 + 1)" }
        columns = problem.values.map { column in rows.map { column[$0] } }
        smoothed = rows.map { smooth[$0] }
        allSmoothed = smooth
        let raw = rows.map { problem.sensitivity[$0] }
        let scale = Statistics.rootMeanSquare(raw)
        guard scale > 0, scale.isFinite else { return nil }
        sensitivity = raw.map { $0 / scale }
    }

    /// T(y) for every T that the target allows.
    func targets(_ transforms: [TargetTransform]) -> [TransformedTarget] {
        transforms.compactMap { TransformedTarget($0, smoothed: smoothed, sensitivity: sensitivity) }
    }

    /// A weighted least-squares polynomial through the target, the target itself where rows are few.
    private static func smooth(_ problem: ReducedProblem, rows: Int) -> [Double] {
        let raw = Array(problem.target.prefix(rows))
        guard rows >= 60, problem.dimension > 0 else { return raw }
        let columns = problem.values.map { $0.prefix(rows) }
        let basis = LegendreBasis(
            lower: columns.map { $0.min() ?? 0 }, upper: columns.map { $0.max() ?? 0 }, budget: min(150, rows / 12),
            maximumDegree: problem.dimension == 1 ? 10 : 12)
        let design = basis.design(columns)
        var weighted = Matrix(rows: rows, columns: basis.terms.count, elements: design)
        for t in basis.terms.indices {
            for i in 0..<rows { weighted[i, t] *= problem.sensitivity[i] }
        }
        let side = (0..<rows).map { raw[$0] * problem.sensitivity[$0] }
        guard let solution = try? LeastSquares.minimumNorm(weighted, [side]).solutions.first else { return raw }
        return Matrix(rows: rows, columns: basis.terms.count, elements: design)
            .times(Array(solution.prefix(basis.terms.count)))
    }
}
