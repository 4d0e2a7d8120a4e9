import NumericKernel

/// The standard deviation of the noise of one variable, found from the data alone.
///
/// Differences of rising order, in which a smooth signal vanishes and white noise stays: an order where they stop
/// shrinking shows the noise. Divided differences serve irregular times. Robust against bursts of the signal: the median
/// finds the order and a first value, a mean over the bulk sharpens it.
struct NoiseEstimate {
    /// Orders of the differences that are looked at.
    static let orders = 3...14

    /// Standard deviation in the units of the data; rounding errors count as noise.
    let sigma: Double
    /// Order of the differences that told it.
    let order: Int
    /// Whether the differences stopped shrinking; otherwise the samples are too far apart or too clean, and `sigma` is only
    /// a bound.
    let isMeasured: Bool
    /// The same differences where they are smallest: noise is everywhere, but bursts of the motion between samples that are
    /// too far apart are not. In the units of the data.
    let quietest: Double

    /// Differences of a part of the data, among which the quietest one is looked for.
    static let partSize = 15

    /// Estimates from stretches of one variable; at least one must have eight samples.
    init(times: [[Double]], values: [[Double]]) {
        var found: [(order: Int, level: Double, differences: [Double])] = []
        for order in Self.orders {
            var differences: [Double] = []
            for (time, value) in zip(times, values) where value.count > order + 1 {
                differences += Self.normalised(time, value, order)
            }
            if differences.count < 8 { break }
            let level = DescriptiveStatistics.median(differences.map { abs($0) }) / 0.6745
            found.append((order, level, differences))
        }
        guard let lowest = found.map(\.level).min(),
            let chosen = found.first(where: { $0.level <= 1.1 * lowest })
        else {
            sigma = 0
            order = 0
            isMeasured = false
            quietest = 0
            return
        }
        order = chosen.order
        isMeasured = chosen.order < (found.last?.order ?? 0) - 1
        let bulk = chosen.differences.filter { abs($0) < 2.5 * chosen.level }
        // The variance of a normal number that is known to be within 2.5 standard deviations.
        let inside = 0.91126
        let refined = (bulk.reduce(0) { $0 + $1 * $1 } / Double(max(bulk.count, 1)) / inside).squareRoot()
        sigma = refined > 0 ? refined : chosen.level
        let quiet = [chosen.differences, found[found.count - 1].differences].map { Self.quietest($0) }
        quietest = quiet.compactMap { $0 }.min() ?? sigma
    }

    /// The level of the part of some differences where it is lowest; nil when there is no part that moves.
    private static func quietest(_ differences: [Double]) -> Double? {
        let size = min(partSize, max(differences.count, 1))
        let levels = stride(from: 0, to: differences.count - size + 1, by: size).map { start in
            DescriptiveStatistics.median(differences[start..<(start + size)].map { abs($0) }) / 0.6745
        }
        // A part that stands still to the last digit says nothing.
        return levels.filter { $0 > 0 }.min()
    }

    /// Divided differences, scaled so that white noise of variance 1 gives variance 1.
    private static func normalised(_ times: [Double], _ values: [Double], _ order: Int) -> [Double] {
        (0..<(values.count - order)).map { start in
            let step = (times[start + order] - times[start]) / Double(order)
            var sum = 0.0
            var square = 0.0
            for j in 0...order {
                var weight = 1.0
                for k in 0...order where k != j {
                    weight *= Double(order) / ((times[start + j] - times[start + k]) / step)
                }
                sum += weight * values[start + j]
                square += weight * weight
            }
            return sum / square.squareRoot()
        }
    }
}
