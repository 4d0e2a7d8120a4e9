import NumericKernel

/// A time series in its own units: every variable divided by its root mean square, time by a characteristic time.
///
/// Everything between reading and reporting works on these numbers, so that no answer depends on the units of the data.
struct ScaledSeries: Sendable {
    /// One stretch.
    struct Stretch: Sendable {
        /// Scaled times.
        var times: [Double]
        /// Scaled measurements by variable.
        var states: [[Double]]
        /// Measurements smoothed as far as their noise allows, scaled.
        var smooth: [[Double]]
        /// Inputs as they are.
        var inputs: [[Double]]
        /// Whether each sample was measured; nil when all were.
        var observed: [Bool]?
    }

    /// Noise below this fraction of a variable is taken for rounding errors.
    static let rounding = 1e-8

    /// Flow or map.
    let kind: TimeSeries.Kind
    /// The stretches.
    let stretches: [Stretch]
    /// Root mean square of every variable, in the units of the data.
    let scales: [Double]
    /// The characteristic time: 2π times this is the shortest period that stands out. In the units of the data.
    let timeScale: Double
    /// Standard deviation of the noise of every variable, scaled.
    let sigmas: [Double]
    /// Median step of time, scaled.
    let step: Double

    /// Number of state variables.
    var dimension: Int { scales.count }
    /// Number of samples.
    var count: Int { stretches.reduce(0) { $0 + $1.times.count } }
    /// Variables whose values were made up from others.
    let hidden: Set<Int>
    /// Whether the noise is no more than rounding errors and the like.
    let isClean: Bool
    /// The steps of time in a characteristic period.
    var samplesPerPeriod: Double { 2 * Double.pi / step }

    /// Scales a series and estimates its noise.
    ///
    /// - Parameter hidden: for every unobserved variable the observed one that it is the derivative of.
    init(_ series: TimeSeries, hidden: [Int: Int] = [:]) {
        self.hidden = Set(hidden.keys)
        kind = series.kind
        let dimension = series.variables.count
        var scales: [Double] = []
        var sigmas: [Double] = []
        var isClean = true
        for index in 0..<dimension {
            let values = series.values(ofVariable: index)
            let square = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
            let scale = square > 0 ? square.squareRoot() : 1
            scales.append(scale)
            if let source = hidden[index] {
                sigmas.append(sigmas[source])
            } else if kind == .flow {
                let noise = NoiseEstimate(
                    times: series.trajectories.map(\.times), values: series.trajectories.map { $0.states[index] })
                // Below the rounding of the numbers themselves nothing can be known.
                sigmas.append(max(noise.sigma / scale, 1e-16))
                // What is nowhere but in bursts is no noise; where it is missing, there are digits enough to go by.
                if noise.isMeasured, min(noise.sigma, noise.quietest) > Self.rounding * scale { isClean = false }
            } else {
                sigmas.append(0)
            }
        }
        let isFlow = series.kind == .flow
        let isNoiseless = isClean
        let smooth = series.trajectories.map { part in
            (0..<dimension).map { index in
                isFlow && !isNoiseless && sigmas[index] > Self.rounding && hidden[index] == nil
                    ? DiscrepancySmoother.smooth(
                        times: part.times, values: part.states[index], sigma: sigmas[index] * scales[index])
                    : part.states[index]
            }
        }
        let timeScale = isFlow ? Self.characteristicTime(series, smooth) : 1
        stretches = zip(series.trajectories, smooth).map { part, smooth in
            Stretch(
                times: part.times.map { $0 / timeScale },
                states: zip(part.states, scales).map { column, scale in column.map { $0 / scale } },
                smooth: zip(smooth, scales).map { column, scale in column.map { $0 / scale } }, inputs: part.inputs)
        }
        step = isFlow ? series.medianStep / timeScale : 1
        self.scales = scales
        self.sigmas = sigmas
        self.timeScale = timeScale
        self.isClean = isClean
    }

    /// The same data with other states between the samples.
    init(_ other: ScaledSeries, stretches: [Stretch]) {
        kind = other.kind
        hidden = other.hidden
        self.stretches = stretches
        scales = other.scales
        timeScale = other.timeScale
        step = other.step
        sigmas = other.sigmas
        isClean = other.isClean
    }

    /// The same data with noise of some levels.
    init(_ other: ScaledSeries, sigmas: [Double]) {
        kind = other.kind
        hidden = other.hidden
        stretches = other.stretches
        scales = other.scales
        timeScale = other.timeScale
        step = other.step
        self.sigmas = sigmas
        isClean = false
    }

    /// The shortest ratio of spread to speed among the variables, in the units of time.
    private static func characteristicTime(_ series: TimeSeries, _ smooth: [[[Double]]]) -> Double {
        var shortest = Double.infinity
        for index in series.variables.indices {
            let values = smooth.flatMap { $0[index] }
            let spread = DescriptiveStatistics.variance(values)
            var speed = 0.0
            var count = 0.0
            for (part, curves) in zip(series.trajectories, smooth) {
                let curve = curves[index]
                for row in 1..<max(curve.count - 1, 1) {
                    let slope = (curve[row + 1] - curve[row - 1]) / (part.times[row + 1] - part.times[row - 1])
                    speed += slope * slope
                    count += 1
                }
            }
            if speed > 0, spread > 0 { shortest = min(shortest, (spread / (speed / count)).squareRoot()) }
        }
        return shortest.isFinite ? shortest : 1
    }
}
