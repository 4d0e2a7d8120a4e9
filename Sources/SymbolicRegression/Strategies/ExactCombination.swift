/// Coefficients of a linear combination that meets a target exactly, from as few rows as there are columns: a dozen rows then decide
/// a hypothesis, and thousands can be tried.
enum ExactCombination {
    /// Rows beyond those that give the coefficients.
    private static let leastChecks = 4
    /// Size of a pivot below which the first rows do not determine the coefficients.
    private static let leastPivot = 1e-6

    /// The coefficients by Gaussian elimination with row pivoting on the first rows, checked on all others.
    ///
    /// - Parameters:
    ///   - columns: equally long, as long as the target.
    ///   - target: what the combination should be.
    ///   - tolerance: largest difference on a row that still counts as met.
    /// - Returns: nil when a row is not met, or the first rows do not determine the coefficients.
    static func coefficients(_ columns: [[Double]], _ target: [Double], tolerance: Double) -> [Double]? {
        let count = columns.count
        guard target.count >= count + leastChecks else { return nil }
        var system = (0..<count).map { i in columns.map { $0[i] } + [target[i]] }
        for k in 0..<count {
            guard let pivot = (k..<count).max(by: { abs(system[$0][k]) < abs(system[$1][k]) }),
                abs(system[pivot][k]) > leastPivot
            else { return nil }
            system.swapAt(k, pivot)
            for i in 0..<count where i != k {
                let factor = system[i][k] / system[k][k]
                for j in k...count { system[i][j] -= factor * system[k][j] }
            }
        }
        let solution = (0..<count).map { system[$0][count] / system[$0][$0] }
        for i in count..<target.count {
            let value = zip(columns, solution).reduce(0) { $0 + $1.0[i] * $1.1 }
            // Written so that a value that is no number is not met either.
            guard abs(value - target[i]) <= tolerance else { return nil }
        }
        return solution
    }
}
