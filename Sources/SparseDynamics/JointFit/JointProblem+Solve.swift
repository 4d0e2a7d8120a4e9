import Diagnostics
import NumericKernel

extension JointProblem {
    /// Gauss-Newton steps with damping of the states, until a step no longer lowers the sum of squares.
    ///
    /// - Parameters:
    ///   - states: where to begin.
    ///   - terms: the terms that take part, ascending.
    ///   - coefficients: their scaled coefficients to begin with.
    ///   - iterations: most steps.
    ///   - control: asked before every step.
    /// - Returns: nil when no step could be made at all.
    func solved(
        states: [[Double]], terms: [ActiveTerm], coefficients: [Double], iterations: Int, control: RunControl
    ) -> JointSolution? {
        var states = states
        var coefficients = coefficients
        var damping = 1e-3
        var cost = self.cost(states, terms, coefficients)
        guard cost.isFinite else { return nil }
        var isConverged = false
        for _ in 0..<iterations where !control.isStopping {
            let parts = series.stretches.indices.map {
                linearized(stretch: $0, states: states[$0], terms: terms, coefficients: coefficients)
            }
            var accepted = false
            for _ in 0..<6 {
                guard
                    let quadratic = reduced(
                        states, terms, coefficients, damping: damping, linearized: parts),
                    let step = Self.step(quadratic)
                else {
                    damping = max(damping, 1e-6) * 10
                    continue
                }
                let trial = zip(coefficients, step).map { $0 + $1 }
                let moved = states.indices.map { quadratic.moved(states[$0], stretch: $0, step: step) }
                let value = self.cost(moved, terms, trial)
                if value.isFinite, value <= cost * (1 + 1e-12) {
                    let drop = cost - value
                    states = moved
                    coefficients = trial
                    isConverged = drop < 1e-4 * max(1, cost / Double(max(defectCount, 1)))
                    cost = value
                    damping = max(damping / 20, 1e-12)
                    accepted = true
                    break
                }
                damping = max(damping, 1e-6) * 10
            }
            if !accepted || isConverged {
                isConverged = true
                break
            }
        }
        return JointSolution(
            terms: terms, coefficients: coefficients, states: states, chiSquared: cost,
            degreesOfFreedom: defectCount - terms.count, isConverged: isConverged)
    }

    /// The step of the coefficients; a ridge helps where the data do not determine them.
    static func step(_ quadratic: ReducedQuadratic) -> [Double]? {
        let size = quadratic.gradient.count
        if size == 0 { return [] }
        let scales = (0..<size).map { max(quadratic.matrix[$0, $0], 1e-300).squareRoot() }
        for ridge in [1e-14, 1e-12, 1e-9, 1e-6] {
            var elements = quadratic.matrix.elements
            for column in 0..<size {
                for row in 0..<size { elements[column * size + row] /= scales[row] * scales[column] }
                elements[column * size + column] += ridge
            }
            if let factor = CholeskyFactorization(elements, size: size) {
                let side = zip(quadratic.gradient, scales).map { -$0 / $1 }
                return zip(factor.solve(side), scales).map { $0 / $1 }
            }
        }
        return nil
    }

    /// Variances and correlations of the coefficients of a solution.
    ///
    /// - Returns: the covariance matrix of the scaled coefficients in units where the noise is as estimated; nil when the data
    ///   do not determine them.
    func covariance(_ solution: JointSolution) -> Matrix? {
        guard let quadratic = reduced(solution.states, solution.terms, solution.coefficients) else { return nil }
        return Self.inverse(quadratic.matrix)
    }

    /// The inverse of a symmetric positive definite matrix.
    static func inverse(_ matrix: Matrix) -> Matrix? {
        let size = matrix.rows
        guard size > 0 else { return matrix }
        let scales = (0..<size).map { max(matrix[$0, $0], 1e-300).squareRoot() }
        var scaled = matrix
        for column in 0..<size {
            for row in 0..<size { scaled[row, column] /= scales[row] * scales[column] }
        }
        guard let factor = CholeskyFactorization(scaled.elements, size: size) else { return nil }
        var result = Matrix(rows: size, columns: size)
        for column in 0..<size {
            var unit = [Double](repeating: 0, count: size)
            unit[column] = 1
            for (row, value) in factor.solve(unit).enumerated() {
                result[row, column] = value / (scales[row] * scales[column])
            }
        }
        return result
    }
}
