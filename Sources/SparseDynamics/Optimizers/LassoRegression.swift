import Glibc
import NumericKernel

/// The lasso (Tibshirani 1996) by coordinate descent along a path of penalties; the supports of the path are refitted and the
/// best one by the Bayesian information criterion is taken.
struct LassoRegression: SparseOptimizer {
    static let name = "lasso"
    static let summary = "lasso path, refitted"

    func coefficients(_ problem: RegressionRows) -> [Double] {
        let largest = problem.products.map { abs($0) }.max() ?? 1
        var values = [Double](repeating: 0, count: problem.count)
        var best: (value: Double, coefficients: [Double])?
        var seen: Set<[Int]> = []
        for step in 0..<60 {
            let penalty = largest * pow(10, -Double(step) / 10)
            descend(problem, penalty, &values)
            let support = values.indices.filter { values[$0] != 0 }
            guard seen.insert(support).inserted else { continue }
            let refitted = problem.solution(support)
            let criterion = StepwiseRegression.criterion(problem, refitted)
            if criterion < best?.value ?? .infinity { best = (criterion, refitted) }
        }
        return best?.coefficients ?? values
    }

    /// Minimises half the residual plus penalty · Σ|w|, one coordinate after the other.
    private func descend(_ problem: RegressionRows, _ penalty: Double, _ values: inout [Double]) {
        var slopes = zip(problem.products, problem.gram.times(values)).map { $0 - $1 }
        for _ in 0..<500 {
            var largest = 0.0
            for index in values.indices {
                let free = slopes[index] + values[index]
                let next = free > penalty ? free - penalty : free < -penalty ? free + penalty : 0
                let change = next - values[index]
                if change == 0 { continue }
                values[index] = next
                largest = max(largest, abs(change))
                for other in values.indices { slopes[other] -= change * problem.gram[other, index] }
            }
            if largest < 1e-9 { break }
        }
    }
}
