import NumericKernel

/// Levenberg-Marquardt steps on the nonlinear parameters of a separable model, within bounds.
///
/// Steps by QR of the damped system (Moré 1978); bounded parameters whose step leads outside are held for that step.
struct SeparableFit: Sendable {
    /// The best state found.
    var state: SeparableModel.State
    /// Steps taken.
    var iterations: Int
    /// Whether no step improves the fit any more.
    var isConverged: Bool

    /// Descends from a start.
    ///
    /// - Parameters:
    ///   - model: the model.
    ///   - start: values of its nonlinear parameters, within the ranges.
    ///   - ranges: of the nonlinear parameters.
    ///   - iterations: largest number of steps tried.
    /// - Returns: nil when the model is not finite at the start.
    init?(_ model: SeparableModel, start: [Double], ranges: [ParameterRange], iterations limit: Int) {
        guard var current = model.state(start) else { return nil }
        let positions = model.nonlinear
        var damping = 1e-2
        var scale = [Double](repeating: 0, count: positions.count)
        var stalled = 0
        iterations = 0
        isConverged = positions.isEmpty
        for _ in 0..<(positions.isEmpty ? 0 : limit) {
            iterations += 1
            for (k, column) in current.projected.enumerated() {
                scale[k] = max(scale[k], Self.length(column), 1e-290)
            }
            guard let step = Self.step(current, scale: scale, damping: damping, at: positions, ranges) else { break }
            let old = positions.map { current.parameters[$0] }
            let trial = zip(zip(old, step), ranges).map { $1.clamped($0.0 + $0.1) }
            let relativeStep =
                zip(trial, old).map { abs($0 - $1) / (abs($1) + 1e-12 * (1 + abs($1))) }.max() ?? 0
            if relativeStep < 1e-14 {
                isConverged = true
                break
            }
            if let next = model.state(trial), next.cost <= current.cost {
                let gain = current.cost - next.cost
                current = next
                damping = max(damping * 0.2, 1e-15)
                // Rounding ends the descent long before the step does: a few steps without gain are enough.
                stalled = gain <= 1e-13 * current.cost ? stalled + 1 : 0
                if stalled >= 4 || (relativeStep < 1e-9 && gain <= 1e-12 * current.cost) {
                    isConverged = true
                    break
                }
            } else {
                damping *= damping < 1e-6 ? 30 : 5
                if damping > 1e14 {
                    isConverged = true
                    break
                }
            }
        }
        state = current
    }

    private static func step(
        _ state: SeparableModel.State, scale: [Double], damping: Double, at positions: [Int],
        _ ranges: [ParameterRange]
    ) -> [Double]? {
        var free = positions.indices.filter { state.isDetermined[$0] }
        while true {
            guard !free.isEmpty else { return [Double](repeating: 0, count: positions.count) }
            let columns = free.enumerated().map { order, k in
                state.projected[k]
                    + free.indices.map { $0 == order ? damping.squareRoot() * scale[k] : 0 }
            }
            let side = state.residuals + [Double](repeating: 0, count: free.count)
            guard let solution = SeparableModel.solve(columns, [side])?.first else { return nil }
            var step = [Double](repeating: 0, count: positions.count)
            for (order, k) in free.enumerated() { step[k] = solution[order] }
            let blocked = free.filter { k in
                let value = state.parameters[positions[k]]
                return (value <= ranges[k].lower && step[k] < 0) || (value >= ranges[k].upper && step[k] > 0)
            }
            if blocked.isEmpty { return step.allSatisfy(\.isFinite) ? step : nil }
            free.removeAll(where: blocked.contains)
        }
    }

    private static func length(_ column: [Double]) -> Double {
        Statistics.rootMeanSquare(column) * Double(column.count).squareRoot()
    }
}
