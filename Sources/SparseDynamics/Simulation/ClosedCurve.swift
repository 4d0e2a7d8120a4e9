import NumericKernel

/// Whether all the data run along one closed curve, so that they tell about the equations on that curve only.
enum ClosedCurve {
    /// Samples that may lie elsewhere.
    private static let mostMisses = 0.03

    /// Data close when nearly every sample is met again, within the noise and the step, by a sample of another lap, and when all
    /// stretches run along the curve of the first one.
    ///
    /// - Parameter series: scaled.
    static func describes(_ series: ScaledSeries) -> Bool {
        guard series.kind == .flow, series.dimension > 1, let first = series.stretches.first else { return false }
        let noise = series.sigmas.reduce(0) { $0 + $1 * $1 }
        return series.stretches.allSatisfy { closes($0, series, noise) }
            && series.stretches.dropFirst().allSatisfy { runsAlong($0, first, noise) }
    }

    private static func distance(_ one: ScaledSeries.Stretch, _ i: Int, _ other: ScaledSeries.Stretch, _ j: Int)
        -> Double
    {
        var sum = 0.0
        for (a, b) in zip(one.smooth, other.smooth) { sum += (a[i] - b[j]) * (a[i] - b[j]) }
        return sum
    }

    private static func closes(_ stretch: ScaledSeries.Stretch, _ series: ScaledSeries, _ noise: Double) -> Bool {
        let n = stretch.times.count
        let lag = max(Int(series.samplesPerPeriod / 2), 4)
        guard n > 4 * lag else { return false }
        let spread = stretch.smooth.reduce(0) { $0 + DescriptiveStatistics.variance($1) }
        var misses = 0
        var count = 0
        for row in Swift.stride(from: 0, to: n - 1, by: max(n / 300, 1)) {
            let pace = distance(stretch, row, stretch, row + 1)
            let bound = 0.3 * pace + noise * 0.2
            // Along the curve, first away from here, then perhaps back to it; fast events are away after a few samples.
            let away = min(100 * pace, max(0.5 * spread, 4 * pace))
            func isMet(_ others: some Sequence<Int>) -> Bool {
                var hasLeft = false
                for other in others {
                    let value = distance(stretch, row, stretch, other)
                    if !hasLeft {
                        hasLeft = value > away
                    } else if value < bound {
                        return true
                    }
                }
                return false
            }
            count += 1
            if !isMet((0..<row).reversed()) && !isMet((row + 1)..<n) { misses += 1 }
        }
        return Double(misses) < mostMisses * Double(count)
    }

    private static func runsAlong(
        _ stretch: ScaledSeries.Stretch, _ curve: ScaledSeries.Stretch, _ noise: Double
    ) -> Bool {
        let rows = Array(Swift.stride(from: 0, to: stretch.times.count - 1, by: max(stretch.times.count / 300, 1)))
        let misses = rows.count { row in
            let bound = 0.3 * distance(stretch, row, stretch, row + 1) + noise * 0.2
            return !curve.times.indices.contains { distance(stretch, row, curve, $0) < bound }
        }
        return Double(misses) < mostMisses * Double(rows.count)
    }
}
