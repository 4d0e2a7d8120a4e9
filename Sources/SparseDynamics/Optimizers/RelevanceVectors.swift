import NumericKernel

/// Relevance-vector regression (Tipping 2001): every coefficient has a prior of its own width, found by evidence; those whose
/// width goes to zero are left out.
struct RelevanceVectors: SparseOptimizer {
    static let name = "rvm"
    static let summary = "relevance-vector regression"

    func coefficients(_ problem: RegressionRows) -> [Double] {
        var support = Array(0..<problem.count)
        var precisions = [Double](repeating: 1e-3, count: problem.count)
        var noise = max(problem.residual(problem.solution(support)), 1e-12)
        var values = problem.solution(support)
        for _ in 0..<300 where !support.isEmpty {
            let size = support.count
            // Posterior precision in units of the noise: Gram matrix + precisions.
            var matrix = Matrix(rows: size, columns: size)
            for (a, i) in support.enumerated() {
                for (b, j) in support.enumerated() { matrix[a, b] = problem.gram[i, j] * Double(problem.rows) / noise }
                matrix[a, a] += precisions[i]
            }
            guard let covariance = JointProblem.inverse(matrix) else { break }
            let products = support.map { problem.products[$0] * Double(problem.rows) / noise }
            let mean = covariance.times(products)
            var change = 0.0
            var determined = 0.0
            for (a, i) in support.enumerated() {
                let share = max(1 - precisions[i] * covariance[a, a], 1e-12)
                determined += share
                let next = share / max(mean[a] * mean[a], 1e-300)
                change = max(change, abs(next - precisions[i]) / (next + precisions[i]))
                precisions[i] = min(next, 1e14)
                values[i] = mean[a]
            }
            noise = max(
                problem.residual(values) * Double(problem.rows) / max(Double(problem.rows) - determined, 1), 1e-14)
            let kept = support.filter { precisions[$0] < 1e8 }
            for index in support where precisions[index] >= 1e8 { values[index] = 0 }
            let isSame = kept.count == support.count
            support = kept
            if isSame, change < 1e-6 { break }
        }
        return problem.solution(support.filter { values[$0] != 0 })
    }
}
