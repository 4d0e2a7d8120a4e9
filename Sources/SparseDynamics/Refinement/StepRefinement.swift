import Diagnostics
import NumericKernel

/// Sharpens the coefficients of clean data: Gauss-Newton on the differences between every sample and the solution of the
/// equations from the sample before it.
///
/// The equations are integrated over the steps, so that nothing depends on how far apart the samples are. Steps that fit worse
/// than most (integration errors of whoever made the data) lose weight.
struct StepRefinement {
    let series: ScaledSeries
    let library: ScaledLibrary
    let supports: [[Int]]
    let threads: Int

    /// Coefficients with errors, and what is left.
    struct Outcome: Sendable {
        /// Scaled coefficients, equation after equation.
        var values: [Double]
        /// Their standard errors.
        var standardErrors: [Double]
        /// The typical difference between a sample and its prediction, for every scaled variable.
        var residuals: [Double]
    }

    private var map: FlowMap { FlowMap(library: library, supports: supports) }

    /// The samples with a successor, and these successors.
    private var pairs: (from: [[Double]], inputs: StepInputs, to: [[Double]], steps: [Double]) {
        var from = [[Double]](repeating: [], count: series.dimension)
        var to = from
        var steps: [Double] = []
        for stretch in series.stretches {
            for (variable, column) in stretch.states.enumerated() {
                from[variable] += column.dropLast()
                to[variable] += column.dropFirst()
            }
            steps += zip(stretch.times.dropFirst(), stretch.times).map { $0 - $1 }
        }
        return (from, StepInputs(series.stretches), to, steps)
    }

    /// The typical differences of given coefficients; infinite where they cannot be computed.
    func residuals(_ values: [Double]) -> [Double] {
        let data = pairs
        let next = map.advanced(data.from, inputs: data.inputs, steps: data.steps, values: values)
        return zip(next, data.to).map { Self.spread(zip($0, $1).map { $1 - $0 }) }
    }

    private static func spread(_ residuals: [Double]) -> Double {
        guard residuals.allSatisfy(\.isFinite) else { return .infinity }
        return DescriptiveStatistics.median(residuals.map { abs($0) }) / 0.6745
    }

    /// Refines.
    ///
    /// - Parameter start: scaled coefficients, equation after equation.
    /// - Returns: nil when the equations cannot be integrated or do not determine their coefficients.
    func refined(from start: [Double], iterations: Int = 6) -> Outcome? {
        let data = pairs
        let map = self.map
        let rows = data.steps.count
        var values = start
        var best: (values: [Double], spreads: [Double], total: Double)?
        var covariance: [Double] = []
        for _ in 0..<iterations {
            let next = map.advanced(data.from, inputs: data.inputs, steps: data.steps, values: values)
            let residuals = zip(next, data.to).map { zip($0, $1).map { $1 - $0 } }
            let spreads = residuals.map { max(Self.spread($0), 1e-17) }
            let total = spreads.reduce(0, +)
            guard total.isFinite else { break }
            if let known = best, total > 0.99 * known.total { break }
            best = (values, spreads, total)
            let weights = zip(residuals, spreads).map { column, spread in
                column.map { 1 / (spread * (1 + ($0 / (4 * spread)) * ($0 / (4 * spread)))) }
            }
            let now = values
            let columns = ParallelMap.map(Array(values.indices), threads: threads) { index -> [Double] in
                let change = 1e-5 * max(abs(now[index]), 1e-2)
                var (above, below) = (now, now)
                above[index] += change
                below[index] -= change
                let high = map.advanced(data.from, inputs: data.inputs, steps: data.steps, values: above)
                let low = map.advanced(data.from, inputs: data.inputs, steps: data.steps, values: below)
                var column: [Double] = []
                column.reserveCapacity(rows * high.count)
                for variable in high.indices {
                    for row in 0..<rows {
                        column.append(
                            (high[variable][row] - low[variable][row]) / (2 * change) * weights[variable][row])
                    }
                }
                return column
            }
            let side = zip(residuals, weights).flatMap { zip($0, $1).map { $0 * $1 } }
            guard let search = try? SubsetSearch(columns: columns, side: side) else { break }
            let fit = search.fit(Array(values.indices), withGains: false)
            guard fit.support.count == values.count else { break }
            let step = search.coefficients(of: fit)
            covariance = values.indices.map { index in
                // The loss of a column is the square of its coefficient over the variance of a unit of noise.
                let unit = fit.losses[index] > 0 ? abs(fit.coefficients[index]) / fit.losses[index].squareRoot() : 0
                return unit / search.norms[index]
            }
            values = zip(values, step).map { $0 + $1 }
        }
        guard let best else { return nil }
        return Outcome(values: best.values, standardErrors: covariance, residuals: best.spreads)
    }
}
