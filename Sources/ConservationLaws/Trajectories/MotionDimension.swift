import Expressions

/// The dimension of the set on which each motion stays, measured from its samples.
///
/// Correlation dimension (Grassberger and Procaccia 1983): the number of pairs of samples closer than r grows as r to the dimension.
/// The slope is fitted between two radii well above the noise and below the size of the set. Every sample counts as a neighbour of
/// itself: along a curve that is sampled in equal steps the number of neighbours is then proportional to r without an offset. Short motions that
/// do not come back to where they were look like curves, whatever the set is that longer ones would fill.
struct MotionDimension {
    /// Samples of one run that take part.
    private static let sampleLimit = 400
    /// Runs that take part.
    private static let runLimit = 20
    /// Shares of all pairs that are closer than the smallest and than the largest radius.
    private static let shares = (smallest: 0.04, largest: 0.16)
    /// Radii between them.
    private static let radiusCount = 9

    /// The median over the runs; nil when there are too few samples or the noise is too large.
    let value: Double?
    /// Half the range in which the middle half of the runs lies, and at least 6 %, to both sides of the value.
    let range: ClosedRange<Double>?

    /// Measures.
    ///
    /// - Parameters:
    ///   - runs: states by run, `runs[run][variable][sample]`.
    ///   - deviations: standard deviation of the noise in them, by variable.
    init(runs: [[[Double]]], deviations: [Double]) {
        let values = runs.prefix(Self.runLimit).compactMap { Self.dimension($0, deviations) }.sorted()
        guard values.count >= 3 else {
            value = nil
            range = nil
            return
        }
        let median = values[values.count / 2]
        let spread = max(0.06 * median, (values[3 * values.count / 4] - values[values.count / 4]) / 2)
        value = median
        range = (median - spread)...(median + spread)
    }

    /// The only whole number in the range, nil when there is none or more than one.
    var whole: Int? {
        guard let range else { return nil }
        let first = Int(range.lowerBound.rounded(.up))
        return first == Int(range.upperBound.rounded(.down)) ? first : nil
    }

    private static func dimension(_ run: [[Double]], _ deviations: [Double]) -> Double? {
        let count = run.first?.count ?? 0
        guard count >= 60 else { return nil }
        let step = max(1, count / sampleLimit)
        let samples = Array(stride(from: 0, to: count, by: step))
        // In units of the spread of each variable that moves.
        var columns: [[Double]] = []
        var noise = 0.0
        // Whether noise hides how a variable moves.
        var isHidden = false
        for (series, deviation) in zip(run, deviations) {
            let mean = series.reduce(0, +) / Double(count)
            let spread = (series.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)).squareRoot()
            guard spread > 1e-9 * max(abs(mean), 1e-300) else { continue }
            guard spread > 3 * deviation else {
                isHidden = true
                continue
            }
            columns.append(samples.map { series[$0] / spread })
            // What the noise of two samples adds to the square of their distance.
            noise += 2 * (deviation / spread) * (deviation / spread)
        }
        guard !columns.isEmpty else { return isHidden ? nil : 0 }
        var distances: [Double] = []
        for i in samples.indices {
            for j in samples.indices where j > i {
                let square = columns.reduce(0) { $0 + ($1[i] - $1[j]) * ($1[i] - $1[j]) }
                distances.append(max(square - noise, 0).squareRoot())
            }
        }
        distances.sort()
        let small = max(distances[Int(shares.smallest * Double(distances.count))], 3 * noise.squareRoot())
        let large = distances[Int(shares.largest * Double(distances.count))]
        guard small > 0, large > 1.4 * small else { return nil }
        return slope(of: distances, from: small, to: large, samples: samples.count)
    }

    /// The slope of the number of pairs within a radius over the radius, both on logarithmic scales.
    private static func slope(of distances: [Double], from small: Double, to large: Double, samples: Int) -> Double? {
        let (start, end) = (logarithm(small), logarithm(large))
        var points: [(x: Double, y: Double)] = []
        var below = 0
        for index in 0..<radiusCount {
            let x = start + (end - start) * Double(index) / Double(radiusCount - 1)
            let radius = RealFunctions.value(.exp, x)
            while below < distances.count, distances[below] < radius { below += 1 }
            points.append((x, logarithm(Double(2 * below + samples))))
        }
        let mean = (
            x: points.reduce(0) { $0 + $1.x } / Double(points.count),
            y: points.reduce(0) { $0 + $1.y } / Double(points.count)
        )
        let moment = points.reduce(0) { $0 + ($1.x - mean.x) * ($1.x - mean.x) }
        return moment > 0 ? points.reduce(0) { $0 + ($1.x - mean.x) * ($1.y - mean.y) } / moment : nil
    }

    private static func logarithm(_ value: Double) -> Double { RealFunctions.value(.log, value) }
}
