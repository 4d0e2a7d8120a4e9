/// Sums over slices, in a fixed order.
enum Statistics {
    /// Arithmetic mean; 0 for nothing.
    static func mean(_ values: some Collection<Double>) -> Double {
        var sum = 0.0
        for value in values { sum += value }
        return values.isEmpty ? 0 : sum / Double(values.count)
    }

    /// Root of the mean squared deviation from the mean.
    static func standardDeviation(_ values: some Collection<Double>) -> Double {
        let center = mean(values)
        var sum = 0.0
        for value in values { sum += (value - center) * (value - center) }
        return values.isEmpty ? 0 : (sum / Double(values.count)).squareRoot()
    }

    /// Root mean square.
    static func rootMeanSquare(_ values: some Collection<Double>) -> Double {
        var sum = 0.0
        for value in values { sum += value * value }
        return values.isEmpty ? 0 : (sum / Double(values.count)).squareRoot()
    }

    /// Median; 0 for nothing.
    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
