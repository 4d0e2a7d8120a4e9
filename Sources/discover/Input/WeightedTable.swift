import Datasets

/// A table and how much each of its rows counts.
struct WeightedTable {
    /// The rows that take part.
    let table: Table
    /// Standard deviation of the target by row, nil when all rows count the same.
    let sigma: [Double]?
    /// Whether `sigma` is in units of the target.
    let isAbsolute: Bool
    /// What was left out, one sentence each.
    let warnings: [String]

    /// All rows, with standard deviations if there are any.
    init(table: Table, sigma: [Double]? = nil, isAbsolute: Bool = false) {
        self.table = table
        self.sigma = sigma
        self.isAbsolute = isAbsolute
        warnings = []
    }

    /// The rows with a weight above 0; `sigma` becomes 1/sqrt(weight), relative to the largest weight.
    init(table: Table, weights: [Double], column: String) {
        let kept = weights.indices.filter { weights[$0] > 0 }
        let largest = weights.max() ?? 1
        self.table = kept.count == weights.count ? table : table.keeping(kept)
        // A weight so small that the quotient vanishes still is a weight.
        sigma = kept.map { 1 / max(weights[$0] / largest, 1e-300).squareRoot() }
        isAbsolute = false
        let dropped = weights.count - kept.count
        warnings =
            dropped == 0 ? [] : ["\(dropped) row\(dropped == 1 ? "" : "s") with weight 0 in '\(column)' left out"]
    }
}
