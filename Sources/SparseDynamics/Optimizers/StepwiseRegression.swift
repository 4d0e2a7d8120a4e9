import Glibc

/// Backward stepwise regression: drops the least useful column each time; the size by the Bayesian information criterion.
struct StepwiseRegression: SparseOptimizer {
    static let name = "stepwise"
    static let summary = "backward stepwise regression"

    func coefficients(_ problem: RegressionRows) -> [Double] {
        var support = Array(0..<problem.count)
        var best: (value: Double, coefficients: [Double])?
        while true {
            let values = problem.solution(support)
            let criterion = Self.criterion(problem, values)
            if criterion < best?.value ?? .infinity { best = (criterion, values) }
            guard !support.isEmpty else { break }
            // The column without which the residual grows least.
            var weakest = (position: 0, residual: Double.infinity)
            for position in support.indices {
                var smaller = support
                smaller.remove(at: position)
                let residual = problem.residual(problem.solution(smaller))
                if residual < weakest.residual { weakest = (position, residual) }
            }
            support.remove(at: weakest.position)
        }
        return best?.coefficients ?? [Double](repeating: 0, count: problem.count)
    }

    /// n ln(residual) + k ln(n).
    static func criterion(_ problem: RegressionRows, _ coefficients: [Double]) -> Double {
        let rows = Double(problem.rows)
        return rows * log(problem.residual(coefficients)) + Double(coefficients.filter { $0 != 0 }.count) * log(rows)
    }
}
