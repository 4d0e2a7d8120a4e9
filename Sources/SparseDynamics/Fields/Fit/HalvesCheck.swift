import NumericKernel

/// What the differences between halves of the grid say about the errors of the rows.
struct HalvesCheck {
    /// Rows whose halves differ by this many standard deviations, or more, have an error of their own.
    private static let outlying = 2.5
    /// The mean of the squared differences over their bulk from which the errors sit in some rows only.
    private static let concentration = 10.0
    /// The median of a squared standard normal variable.
    private static let median = 0.4549364231195724

    /// How much larger the noise is than assumed, were it alike in all rows.
    let ratio: Double
    /// Variances of the errors of single rows; nil when they are not confined to some of the rows.
    ///
    /// A jump or a steep front lies between grid points, so that the rows across it have errors that no noise explains, and
    /// all other rows have none. Such errors follow the grid, as terms of higher derivatives do, and would be taken for those.
    let local: [Double]?

    /// Judges the differences.
    ///
    /// - Parameters:
    ///   - differences: one value per row for every way to halve the grid.
    ///   - factor: of the covariance that the noise alone would give them.
    ///   - counts: numbers of rows along every axis, the one that runs fastest first.
    init(differences: [[Double]], factor: WhiteningFactor, counts: [Int]) {
        let variances = factor.variances
        let white = factor.whitened(Matrix(columns: differences))
        ratio =
            differences.indices.map { place in
                white.column(place).reduce(0) { $0 + $1 * $1 } / Double(variances.count)
            }.max() ?? 1
        var own = [Double](repeating: 0, count: variances.count)
        var isUneven = false
        for difference in differences {
            let relative = zip(difference, variances).map { $0 * $0 / max($1, .leastNormalMagnitude) }
            let level = max(relative.sorted()[relative.count / 2] / Self.median, 1)
            let mean = relative.reduce(0, +) / Double(relative.count)
            isUneven = isUneven || mean > Self.concentration * level
            for row in own.indices where relative[row] > Self.outlying * Self.outlying {
                own[row] = max(own[row], difference[row] * difference[row])
            }
        }
        local = isUneven ? Self.spread(own, counts) : nil
    }

    /// The largest value among each row and its neighbours: two halves may agree in a row by chance.
    private static func spread(_ values: [Double], _ counts: [Int]) -> [Double] {
        var result = values
        var stride = 1
        for count in counts {
            let before = result
            for row in result.indices {
                let place = row / stride % count
                if place > 0 { result[row] = max(result[row], before[row - stride]) }
                if place + 1 < count { result[row] = max(result[row], before[row + stride]) }
            }
            stride *= count
        }
        return result
    }
}
