import NumericKernel

/// The noise of a variable and a smoothed copy of it.
///
/// Noise is what is left of high differences, in which a smooth signal vanishes. The smoothing fits polynomials of degree 4
/// in windows. At every sample the window grows as long as the residuals around stay what the noise alone would leave, so that sudden
/// turns keep narrow windows and slow parts get wide ones.
struct SmoothedVariable {
    /// Half widths of the windows that are tried.
    private static let halfWidths = [3, 4, 6, 8, 11, 15, 20, 27, 36, 48]
    /// Standard errors by which the mean square of the residuals around a sample may exceed what the noise leaves.
    private static let tolerance = 3.0
    /// The same for all samples with one width together, as a factor.
    private static let largestExcess = 1.05
    /// Samples to each side over which residuals are averaged, at least.
    private static let leastReach = 8
    private static let degree = 4

    /// Standard deviation of the noise of the data.
    private(set) var deviation: Double
    /// Standard deviation of the noise that is left in `values`, by run and sample.
    private(set) var deviations: [[Double]]
    /// The smoothed values by run.
    private(set) var values: [[Double]]

    /// Estimates the noise and smooths.
    ///
    /// - Parameters:
    ///   - times: by run.
    ///   - values: by run.
    init(times: [[Double]], values: [[Double]]) {
        let deviation = Self.deviation(values)
        self.deviation = deviation
        deviations = values.map { [Double](repeating: deviation, count: $0.count) }
        self.values = values
        let spread = DescriptiveStatistics.standardDeviation(values.flatMap { $0 })
        guard deviation > 1e-5 * spread, spread > 0 else { return }
        // Samples whose window may still grow.
        var isGrowing = values.map { [Bool](repeating: true, count: $0.count) }
        for half in Self.halfWidths {
            var (squares, expected) = (0.0, 0.0)
            var fits: [(values: [Double], norms: [Double])] = []
            for run in values.indices {
                guard values[run].count > 2 * half + 1, isGrowing[run].contains(true) else {
                    isGrowing[run] = isGrowing[run].map { _ in false }
                    fits.append(([], []))
                    continue
                }
                let fit = LocalPolynomial(times: times[run], halfWidth: half, degree: Self.degree).fit(values[run])
                let residuals = zip(fit, values[run]).map { ($0.value - $1) * ($0.value - $1) / deviation / deviation }
                // Variance of the residual of white noise: 1 - 2 w_0 + sum w^2.
                let shares = fit.map { 1 - 2 * $0.own + $0.norm }
                let reach = max(half, Self.leastReach)
                let (around, usual) = (Self.sums(residuals, reach), Self.sums(shares, reach))
                for index in fit.indices where isGrowing[run][index] {
                    let count = Double(min(index + reach, fit.count - 1) - max(index - reach, 0) + 1)
                    isGrowing[run][index] =
                        around[index] <= usual[index] * (1 + Self.tolerance * (2 / count).squareRoot())
                    if isGrowing[run][index] {
                        squares += residuals[index]
                        expected += shares[index]
                    }
                }
                fits.append((fit.map(\.value), fit.map(\.norm)))
            }
            guard expected > 0, squares <= Self.largestExcess * expected else { return }
            for run in values.indices {
                for index in fits[run].values.indices where isGrowing[run][index] {
                    self.values[run][index] = fits[run].values[index]
                    deviations[run][index] = deviation * fits[run].norms[index].squareRoot()
                }
            }
        }
    }

    /// Standard deviation of the noise that is left, in quadratic mean over all samples.
    var remaining: Double {
        let all = deviations.joined()
        return (all.reduce(0) { $0 + $1 * $1 } / Double(max(all.count, 1))).squareRoot()
    }

    /// The sums over the samples at most `reach` away.
    private static func sums(_ values: [Double], _ reach: Int) -> [Double] {
        var running = [0.0]
        for value in values { running.append(running[running.count - 1] + value) }
        return values.indices.map { running[min($0 + reach + 1, values.count)] - running[max($0 - reach, 0)] }
    }

    /// The noise from differences of a few orders, the smallest one; differences of smooth signals shrink with the order.
    private static func deviation(_ values: [[Double]]) -> Double {
        var best = Double.infinity
        for order in [4, 6, 8] {
            var differences: [Double] = []
            for run in values where run.count > order {
                var row = run
                for _ in 0..<order { row = zip(row.dropFirst(), row).map { $0 - $1 } }
                differences += row.map { abs($0) }
            }
            guard differences.count >= 8 else { break }
            var binomial = 1.0
            for k in 0..<order { binomial *= Double(2 * order - k) / Double(k + 1) }
            best = min(best, DescriptiveStatistics.median(differences) / 0.6745 / binomial.squareRoot())
        }
        return best.isFinite ? best : 0
    }
}
