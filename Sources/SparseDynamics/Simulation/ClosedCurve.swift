/// Whether all the data run along one closed curve, so that they tell about the equations on that curve only.
enum ClosedCurve {
    /// A run closes when every sample of its second half is met again, within the noise and the step, by a sample a lap earlier.
    ///
    /// - Parameter series: scaled.
    static func describes(_ series: ScaledSeries) -> Bool {
        guard series.kind == .flow, series.dimension > 1 else { return false }
        return series.stretches.allSatisfy { closes($0, series) }
    }

    private static func closes(_ stretch: ScaledSeries.Stretch, _ series: ScaledSeries) -> Bool {
        let n = stretch.times.count
        let lag = max(Int(series.samplesPerPeriod / 2), 4)
        guard n > 4 * lag else { return false }
        func distance(_ i: Int, _ j: Int) -> Double {
            var sum = 0.0
            for column in stretch.smooth { sum += (column[i] - column[j]) * (column[i] - column[j]) }
            return sum
        }
        let noise = series.sigmas.reduce(0) { $0 + $1 * $1 }
        var misses = 0
        var count = 0
        for row in Swift.stride(from: n / 2, to: n - 1, by: max(n / 200, 1)) {
            let pace = distance(row, row + 1)
            var nearest = Double.infinity
            var hasLeft = false
            var earlier = row
            // Back along the curve: first away from here, then perhaps back to it.
            while earlier > 0 {
                earlier -= 1
                let value = distance(row, earlier)
                if !hasLeft {
                    hasLeft = value > 100 * pace
                } else {
                    nearest = min(nearest, value)
                    if nearest < 0.3 * pace + noise * 0.5 { break }
                }
            }
            count += 1
            if !(nearest < 0.3 * pace + noise * 0.5) { misses += 1 }
        }
        return Double(misses) < 0.03 * Double(count)
    }
}
