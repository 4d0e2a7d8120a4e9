import Evaluation
import Expressions
import NumericKernel

/// Least-squares values of the real numbers in a formula, with standard errors.
///
/// Levenberg-Marquardt on the normal equations with Marquardt's scaling (Press et al., Numerical Recipes, §15.5): thousands
/// of fits of a few constants each have to run in a search, which rules out a library call per iteration.
struct ConstantFit: Sendable {
    /// The formula with the fitted numbers.
    let expression: Expression
    /// Fitted values, in the order of the parameters of `Expression.parameterized(reserved:sharing:)`.
    let values: [Double]
    /// Standard errors of the values; nil when the normal matrix is singular or there are no spare rows.
    let standardErrors: [Double]?
    /// Inverse of the normal matrix by rows; nil with the standard errors.
    let covariance: [Double]?
    /// Variance of the weighted residuals that the standard errors are based on.
    let variance: Double
    /// Sum of squares of the weighted residuals.
    let cost: Double

    /// Share of the sum of squares that a step must promise: with 10,000 rows, numbers then are within a thousandth of their standard
    /// errors, and the next step would square that.
    private static let negligible = 1e-10

    /// Fits the constants of a formula.
    ///
    /// - Parameters:
    ///   - expression: formula whose real numbers are starting values.
    ///   - variables: names of the columns.
    ///   - columns: values of the columns.
    ///   - target: what to fit.
    ///   - rows: rows to use.
    ///   - weights: factors of the residuals by row, indexed like the target; none means equal weights.
    ///   - tiesEqual: whether long numbers of equal size stay equal (`DescriptionLength.isTied`).
    ///   - variance: of the weighted residuals where it is known; otherwise the fit estimates it for the standard errors.
    ///   - iterations: largest number of accepted or rejected steps.
    /// - Returns: nil when the formula has no real numbers or is not finite at the start.
    init?(
        _ expression: Expression, variables: [String], columns: [[Double]], target: [Double], rows: Range<Int>,
        weights: [Double]? = nil, tiesEqual: Bool = false, variance: Double? = nil, iterations: Int = 40
    ) {
        let form = expression.parameterized(
            reserved: Set(variables), sharing: { tiesEqual && DescriptionLength.isTied($0) })
        let count = form.parameters.count
        guard count > 0, count <= 24, rows.count >= count,
            let tape = try? Tape(form.template, variables: variables, parameters: form.parameters)
        else { return nil }
        var parameters = form.values
        func system(_ p: [Double]) -> (cost: Double, normal: [Double], gradient: [Double]) {
            let (values, columnsOfJacobian) = tape.evaluateWithJacobian(columns: columns, parameters: p, rows: rows)
            var jacobian = columnsOfJacobian
            var cost = 0.0
            var residual = [Double](repeating: 0, count: rows.count)
            for (position, i) in rows.enumerated() {
                residual[position] = (target[i] - values[position]) * (weights?[i] ?? 1)
                cost += residual[position] * residual[position]
            }
            if let weights {
                for a in 0..<count {
                    for (position, i) in rows.enumerated() { jacobian[a][position] *= weights[i] }
                }
            }
            var normal = [Double](repeating: 0, count: count * count)
            var gradient = [Double](repeating: 0, count: count)
            for a in 0..<count {
                let column = jacobian[a]
                gradient[a] = LaneSum.dot(column, residual)
                for b in 0...a {
                    let sum = LaneSum.dot(column, jacobian[b])
                    normal[a * count + b] = sum
                    normal[b * count + a] = sum
                }
            }
            return (cost, normal, gradient)
        }
        var state = system(parameters)
        guard state.cost.isFinite else { return nil }
        var damping = 1e-3
        for _ in 0..<iterations {
            guard state.gradient.allSatisfy(\.isFinite), state.normal.allSatisfy(\.isFinite) else { break }
            var damped = state.normal
            for a in 0..<count { damped[a * count + a] *= 1 + damping }
            guard let factor = CholeskyFactorization(damped, size: count) else {
                damping = max(damping, 1e-9) * 10
                if damping > 1e12 { break }
                continue
            }
            let step = factor.solve(state.gradient)
            let trial = zip(parameters, step).map { $0 + $1 }
            // What a step can gain is known before it is taken; the last one needs no look at the rows.
            let promised = zip(step, state.gradient).reduce(0) { $0 + $1.0 * $1.1 }
            if promised <= Self.negligible * state.cost {
                parameters = trial
                break
            }
            let next = system(trial)
            if next.cost.isFinite, next.cost <= state.cost {
                let gain = state.cost - next.cost
                parameters = trial
                let relativeStep = zip(step, parameters).map { abs($0) / (abs($1) + 1e-300) }.max() ?? 0
                state = next
                damping = max(damping * 0.1, 1e-12)
                if gain <= 1e-14 * state.cost || relativeStep < 1e-14 { break }
            } else {
                damping *= 10
                if damping > 1e12 { break }
            }
        }
        values = parameters
        self.expression = form.expression(parameters)
        cost = state.cost
        let spare = rows.count - count
        self.variance = variance ?? (spare > 0 ? state.cost / Double(spare) : .infinity)
        // Scaling to unit diagonal keeps constants of very different size from looking singular.
        let scale = (0..<count).map { state.normal[$0 * count + $0].squareRoot() }
        var scaled = state.normal
        for a in 0..<count { for b in 0..<count { scaled[a * count + b] /= scale[a] * scale[b] } }
        if spare > 0, let factor = CholeskyFactorization(scaled, size: count) {
            let inverse = (0..<count).map { a in
                factor.solve((0..<count).map { $0 == a ? 1 : 0 })
            }
            covariance = (0..<count).flatMap { a in (0..<count).map { b in inverse[a][b] / (scale[a] * scale[b]) } }
            let variance = self.variance
            standardErrors = inverse.indices.map { (variance * inverse[$0][$0]).squareRoot() / scale[$0] }
        } else {
            standardErrors = nil
            covariance = nil
        }
    }
}
