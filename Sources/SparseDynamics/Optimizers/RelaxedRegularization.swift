import NumericKernel

/// Sparse relaxed regularised regression with a hard threshold (Zheng, Askham, Brunton, Kutz and Aravkin 2019).
///
/// Alternates between a ridge fit towards a sparse copy and the thresholding of the copy; the support is then refitted.
struct RelaxedRegularization: SparseOptimizer {
    static let name = "sr3"
    static let summary = "sparse relaxed regularised regression"
    /// Threshold as a fraction of the side, for columns of length one.
    var threshold = 0.05
    /// Strength of the tie between fit and copy.
    var tie = 0.1

    func coefficients(_ problem: RegressionRows) -> [Double] {
        let all = Array(0..<problem.count)
        var copy = problem.solution(all)
        for _ in 0..<200 {
            let fit = tied(problem, to: copy)
            let next = fit.map { abs($0) >= threshold ? $0 : 0 }
            let change = zip(copy, next).reduce(0) { $0 + abs($1.0 - $1.1) }
            copy = next
            if change < 1e-10 { break }
        }
        return problem.solution(all.filter { copy[$0] != 0 })
    }

    /// Minimises the residual plus tie · (distance to the copy)² by conjugate gradients.
    private func tied(_ problem: RegressionRows, to copy: [Double]) -> [Double] {
        let count = problem.count
        func apply(_ vector: [Double]) -> [Double] {
            zip(problem.gram.times(vector), vector).map { $0 + tie * $1 }
        }
        var x = copy
        let start = apply(x)
        var residual = (0..<count).map { problem.products[$0] + tie * copy[$0] - start[$0] }
        var direction = residual
        var square = residual.reduce(0) { $0 + $1 * $1 }
        for _ in 0..<(4 * count) where square > 1e-24 {
            let image = apply(direction)
            let step = square / zip(direction, image).reduce(0) { $0 + $1.0 * $1.1 }
            for index in 0..<count {
                x[index] += step * direction[index]
                residual[index] -= step * image[index]
            }
            let next = residual.reduce(0) { $0 + $1 * $1 }
            direction = zip(residual, direction).map { $0 + next / square * $1 }
            square = next
        }
        return x
    }
}
