import NumericKernel

/// The noise of a variable and a smoothed copy of it.
///
/// Noise is what is left of high differences, in which a smooth signal vanishes. The smoothing fits polynomials of degree 4
/// in windows that grow as long as the residuals stay what the noise alone would leave.
struct SmoothedVariable {
    /// Half widths of the windows that are tried.
    private static let halfWidths = [3, 4, 6, 8, 11, 15, 20, 27, 36, 48]
    /// Samples that decide about the width.
    private static let sampleLimit = 6_000
    private static let degree = 4

    /// Standard deviation of the noise of the data.
    private(set) var deviation: Double
    /// Standard deviation of the noise that is left in `values`.
    private(set) var remaining: Double
    /// The smoothed values by run.
    private(set) var values: [[Double]]

    /// Estimates the noise and smooths.
    ///
    /// - Parameters:
    ///   - times: by run.
    ///   - values: by run.
    init(times: [[Double]], values: [[Double]]) {
        deviation = Self.deviation(values)
        remaining = deviation
        self.values = values
        let spread = DescriptiveStatistics.standardDeviation(values.flatMap { $0 })
        guard deviation > 1e-5 * spread, spread > 0 else { return }
        var chosen: Int?
        var sampled = 0
        var few: [Int] = []
        for run in values.indices where sampled < Self.sampleLimit {
            few.append(run)
            sampled += values[run].count
        }
        for half in Self.halfWidths {
            guard few.allSatisfy({ values[$0].count > 2 * half + 1 }) else { break }
            var (squares, expected) = (0.0, 0.0)
            for run in few {
                let smoothed = LocalPolynomial(times: times[run], halfWidth: half, degree: Self.degree)
                for index in values[run].indices {
                    let (value, own, norm) = smoothed.fit(values[run], at: index)
                    squares += (values[run][index] - value) * (values[run][index] - value)
                    // Variance of the residual of white noise: 1 - 2 w_0 + sum w^2.
                    expected += 1 - 2 * own + norm
                }
            }
            guard squares <= 1.05 * expected * deviation * deviation else { break }
            chosen = half
        }
        guard let chosen else { return }
        var (factor, count) = (0.0, 0)
        for run in values.indices {
            guard values[run].count > 2 * chosen + 1 else {
                factor += Double(values[run].count)
                count += values[run].count
                continue
            }
            let smoothed = LocalPolynomial(times: times[run], halfWidth: chosen, degree: Self.degree)
            for index in values[run].indices {
                let (value, _, norm) = smoothed.fit(values[run], at: index)
                self.values[run][index] = value
                factor += norm
                count += 1
            }
        }
        remaining = deviation * (factor / Double(max(count, 1))).squareRoot()
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

/// Fits polynomials in windows of a run.
struct LocalPolynomial {
    private let times: [Double]
    private let halfWidth: Int
    private let degree: Int
    private let isUniform: Bool
    /// Weights by the position of the sample in its window, for equal steps.
    private var weights: [[Double]] = []

    init(times: [Double], halfWidth: Int, degree: Int) {
        self.times = times
        self.halfWidth = halfWidth
        self.degree = degree
        let step = times.count > 1 ? (times[times.count - 1] - times[0]) / Double(times.count - 1) : 1
        isUniform = zip(times.dropFirst(), times).allSatisfy { abs($0 - $1 - step) < 1e-3 * abs(step) }
        if isUniform {
            weights = (0...(2 * halfWidth)).map { position in
                Self.weights((0...(2 * halfWidth)).map { Double($0 - position) / Double(halfWidth) }, degree)
            }
        }
    }

    /// The fitted value at a sample, the weight of the sample itself and the sum of the squared weights.
    func fit(_ values: [Double], at index: Int) -> (value: Double, own: Double, norm: Double) {
        let width = 2 * halfWidth + 1
        let start = min(max(index - halfWidth, 0), values.count - width)
        let weights: [Double]
        if isUniform {
            weights = self.weights[index - start]
        } else {
            let reach = max(times[start + width - 1] - times[index], times[index] - times[start], 1e-300)
            weights = Self.weights((0..<width).map { (times[start + $0] - times[index]) / reach }, degree)
        }
        var (value, norm) = (0.0, 0.0)
        for k in 0..<width {
            value += weights[k] * values[start + k]
            norm += weights[k] * weights[k]
        }
        return (value, weights[index - start], norm)
    }

    /// Weights of the samples at scaled times in the least-squares value at 0: the first row of the pseudo-inverse.
    private static func weights(_ points: [Double], _ degree: Int) -> [Double] {
        let count = degree + 1
        var moments = [Double](repeating: 0, count: 2 * degree + 1)
        for point in points {
            var power = 1.0
            for k in moments.indices {
                moments[k] += power
                power *= point
            }
        }
        var normal = [Double](repeating: 0, count: count * count)
        for i in 0..<count { for j in 0..<count { normal[i * count + j] = moments[i + j] } }
        var unit = [Double](repeating: 0, count: count)
        unit[0] = 1
        guard let factor = CholeskyFactorization(normal, size: count) else {
            return points.map { $0 == 0 ? 1 : 0 }
        }
        let solution = factor.solve(unit)
        return points.map { point in
            var (sum, power) = (0.0, 1.0)
            for coefficient in solution {
                sum += coefficient * power
                power *= point
            }
            return sum
        }
    }
}
