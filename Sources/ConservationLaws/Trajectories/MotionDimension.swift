import Expressions

/// The dimension of the set on which each motion stays, measured from its samples.
///
/// Correlation dimension (Grassberger and Procaccia 1983): the number of pairs of samples closer than r grows as r to the dimension.
/// The slope is taken between two radii, the smaller one well above the noise. Short motions that do not come back to where they were
/// look like curves, whatever the set is that longer ones would fill.
struct MotionDimension {
    /// Samples of one run that take part.
    private static let sampleLimit = 400
    /// Runs that take part.
    private static let runLimit = 20

    /// The median over the runs; nil when there are too few samples or the noise is too large.
    let value: Double?

    /// Measures.
    ///
    /// - Parameters:
    ///   - runs: states by run, `runs[run][variable][sample]`.
    ///   - deviations: standard deviation of the noise in them, by variable.
    init(runs: [[[Double]]], deviations: [Double]) {
        var values: [Double] = []
        for run in runs.prefix(Self.runLimit) {
            if let dimension = Self.dimension(run, deviations) { values.append(dimension) }
        }
        values.sort()
        value = values.count >= 3 ? values[values.count / 2] : nil
    }

    private static func dimension(_ run: [[Double]], _ deviations: [Double]) -> Double? {
        let count = run.first?.count ?? 0
        guard count >= 60 else { return nil }
        let step = max(1, count / sampleLimit)
        let samples = Array(stride(from: 0, to: count, by: step))
        // In units of the spread of each variable that moves.
        var columns: [[Double]] = []
        var noise = 0.0
        for (series, deviation) in zip(run, deviations) {
            let mean = series.reduce(0, +) / Double(count)
            let spread = (series.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)).squareRoot()
            guard spread > 1e-9 * max(abs(mean), 1e-300), spread > 3 * deviation else { continue }
            columns.append(samples.map { series[$0] / spread })
            noise += (deviation / spread) * (deviation / spread)
        }
        guard !columns.isEmpty else { return 0 }
        var distances: [Double] = []
        for i in samples.indices {
            for j in samples.indices where j > i {
                distances.append(
                    columns.reduce(0) { $0 + ($1[i] - $1[j]) * ($1[i] - $1[j]) }.squareRoot())
            }
        }
        distances.sort()
        // Radii that 2 % or six neighbours of every sample, and four times as many pairs, are closer than; the first one above the
        // noise.
        let share = min(max(0.02, 6 / Double(samples.count)), 0.08)
        let small = max(distances[Int(share * Double(distances.count))], 6 * noise.squareRoot())
        let large = distances[Int(4 * share * Double(distances.count))]
        guard large > 1.3 * small else { return nil }
        let inner = distances.count { $0 < small }
        guard inner > 20 else { return nil }
        return logarithm(Double(distances.count { $0 < large }) / Double(inner)) / logarithm(large / small)
    }

    private static func logarithm(_ value: Double) -> Double { RealFunctions.value(.log, value) }
}
