import Glibc
import NumericKernel

/// A smooth curve through noisy samples: least squares with penalised third differences.
///
/// The penalty is as large as the noise allows: the residuals keep nine tenths of the noise's variance (Morozov's
/// discrepancy principle, a little cautious).
enum DiscrepancySmoother {
    /// The share of the noise's variance that the residuals keep.
    static let share = 0.9

    /// Smooths one stretch.
    ///
    /// - Parameters:
    ///   - times: ascending.
    ///   - values: as many.
    ///   - sigma: standard deviation of the noise; 0 returns the values.
    /// - Complexity: O(samples) times some thirty solves.
    static func smooth(times: [Double], values: [Double], sigma: Double) -> [Double] {
        let n = values.count
        guard n >= 8, sigma > 0 else { return values }
        let rows = differences(times)
        let target = share * sigma * sigma * Double(n)
        var best = values
        var (low, high) = (-12.0, 14.0)
        for _ in 0..<26 {
            let middle = (low + high) / 2
            guard let curve = solve(values, rows, penalty: pow(10, middle)) else {
                high = middle
                continue
            }
            var residual = 0.0
            for row in 0..<n { residual += (values[row] - curve[row]) * (values[row] - curve[row]) }
            if residual <= target {
                best = curve
                low = middle
            } else {
                high = middle
            }
        }
        return best
    }

    /// Third divided differences in units of the mean step, four weights for each start.
    private static func differences(_ times: [Double]) -> [[Double]] {
        let step = (times[times.count - 1] - times[0]) / Double(times.count - 1)
        return (0..<(times.count - 3)).map { start in
            (0...3).map { j in
                var weight = 6.0
                for k in 0...3 where k != j { weight /= (times[start + j] - times[start + k]) / step }
                return weight
            }
        }
    }

    private static func solve(_ values: [Double], _ rows: [[Double]], penalty: Double) -> [Double]? {
        let n = values.count
        var band = [Double](repeating: 0, count: n * 4)
        for i in 0..<n { band[i * 4] = 1 }
        for (start, row) in rows.enumerated() {
            for a in 0...3 {
                for b in 0...a { band[(start + b) * 4 + a - b] += penalty * row[a] * row[b] }
            }
        }
        guard let factor = BandedCholesky(band, size: n, bandwidth: 3) else { return nil }
        var curve = values
        factor.solve(&curve)
        return curve
    }
}
