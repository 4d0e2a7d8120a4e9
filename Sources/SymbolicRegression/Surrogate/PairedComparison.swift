/// Compares two fits by their residuals on the same rows.
struct PairedComparison {
    /// Mean difference of the squared residuals (first minus second) in standard errors; positive when the first is worse.
    let z: Double
    /// Change of the negative log-likelihood at unknown noise, n/2 ln(mean square / mean square), negative when the first is
    /// better. Rows with residuals far out count as if they were less far out: they belong to the corners of the box.
    let logarithmicGain: Double

    private static let cap = 6.0

    /// Compares the first `min(count)` rows.
    init(_ first: [Double], _ second: [Double]) {
        let n = min(first.count, second.count)
        guard n > 2 else {
            z = .infinity
            logarithmicGain = .infinity
            return
        }
        let squares = second.prefix(n).map { $0 * $0 }.sorted()
        // 1.48 times the median of |r| is the standard deviation of Gaussian residuals.
        let limit = max(squares[n / 2] * 2.2 * Self.cap * Self.cap, 1e-300)
        var (a, b, sum, squaresOfDifference) = (0.0, 0.0, 0.0, 0.0)
        for i in 0..<n {
            let left = first[i].isFinite ? min(first[i] * first[i], limit) : limit
            let right = min(second[i] * second[i], limit)
            a += left
            b += right
            sum += left - right
            squaresOfDifference += (left - right) * (left - right)
        }
        let mean = sum / Double(n)
        let variance = max(squaresOfDifference / Double(n) - mean * mean, 0)
        let error = (variance / Double(n)).squareRoot()
        z = error > 0 ? mean / error : (mean > 0 ? .infinity : 0)
        logarithmicGain = 0.5 * Double(n) * Elementary.log(max(a, 1e-300) / max(b, 1e-300))
    }
}
