/// Tells noise from structure that is too fine for a surrogate: residuals of neighbouring rows.
///
/// Half the mean squared difference of the residuals of nearest neighbours is the variance of the noise plus what the
/// structure varies between them (the nugget of a variogram, Matheron 1963; the Gamma test, Stefansson et al. 1997). It equals
/// the variance of the residuals when they are independent from row to row, and is far smaller when they are a
/// function of the inputs.
struct NuggetTest {
    /// Nugget divided by the variance of the residuals: about 1 for noise.
    let share: Double

    private static let mostRows = 3000
    /// Residuals are cut off at this many times their median size.
    private static let cap = 4.0

    /// Compares the residuals of rows with those of their neighbours.
    ///
    /// - Parameters:
    ///   - columns: inputs, few of them: in many dimensions no row has a neighbour.
    ///   - residuals: one per row, of the first rows.
    /// - Complexity: O(rows²), at most 3000 rows.
    init(columns: [[Double]], residuals: [Double]) {
        let n = min(residuals.count, Self.mostRows)
        // Ranks, so that every part of an input counts the same.
        let ranks = columns.map { column -> [Double] in
            var result = [Double](repeating: 0, count: n)
            for (rank, i) in (0..<n).sorted(by: { (column[$0], $0) < (column[$1], $1) }).enumerated() {
                result[i] = Double(rank)
            }
            return result
        }
        // Near a pole single rows tower above their neighbours: they count as large, not as all there is.
        let limit = Self.cap * Statistics.median(residuals.prefix(n).map(abs))
        let clipped = residuals.prefix(n).map { min(max($0, -limit), limit) }
        var (differences, squares) = (0.0, 0.0)
        for i in 0..<n {
            var nearest = (distance: Double.infinity, row: i)
            for k in 0..<n where k != i {
                var distance = 0.0
                for column in ranks {
                    let step = column[i] - column[k]
                    distance += step * step
                }
                if distance < nearest.distance { nearest = (distance, k) }
            }
            let difference = clipped[i] - clipped[nearest.row]
            differences += 0.5 * difference * difference
            squares += clipped[i] * clipped[i]
        }
        share = squares > 0 ? differences / squares : 0
    }
}
