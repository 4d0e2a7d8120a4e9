import NumericKernel

/// Backward elimination for exact linear fits.
enum SparseSolution {
    /// Drops columns as long as the fit stays exact.
    ///
    /// - Parameters:
    ///   - columns: all columns, equally long.
    ///   - coefficients: an exact solution over all of them.
    ///   - target: what the columns add up to.
    ///   - tolerance: relative residual that still counts as exact.
    /// - Returns: the columns kept and their refitted coefficients, in the order of the columns.
    static func reduce(
        columns: [[Double]], coefficients: [Double], target: [Double], tolerance: Double
    ) throws -> [(index: Int, coefficient: Double)] {
        let scale = Statistics.rootMeanSquare(target)
        let weights = columns.indices.map { abs(coefficients[$0]) * Statistics.rootMeanSquare(columns[$0]) }
        func solve(_ kept: [Int]) throws -> [Double]? {
            guard !kept.isEmpty else { return nil }
            let matrix = Matrix(columns: kept.map { columns[$0] })
            guard let solution = try LeastSquares.fullRank(matrix, [target])?.solutions[0] else { return nil }
            let residual = zip(matrix.times(solution), target).map { $0 - $1 }
            return Statistics.rootMeanSquare(residual) <= tolerance * scale ? solution : nil
        }
        var kept = Array(columns.indices)
        var best = coefficients
        // Most terms are at rounding level: try cuts of the sorted weights, boldest first.
        let ordered = weights.indices.sorted { weights[$0] > weights[$1] }
        for cut in [1e-2, 1e-4, 1e-6, 1e-8, 1e-10] {
            let bold = ordered.filter { weights[$0] > cut * scale }.sorted()
            if bold.count < kept.count, let solution = try solve(bold) {
                kept = bold
                best = solution
                break
            }
        }
        // Then one by one, smallest first.
        var improved = true
        while improved, kept.count > 1, kept.count <= 60 {
            improved = false
            let order = kept.indices.sorted {
                abs(best[$0]) * Statistics.rootMeanSquare(columns[kept[$0]])
                    < abs(best[$1]) * Statistics.rootMeanSquare(columns[kept[$1]])
            }
            for position in order {
                var fewer = kept
                fewer.remove(at: position)
                if let solution = try solve(fewer) {
                    kept = fewer
                    best = solution
                    improved = true
                    break
                }
            }
        }
        return zip(kept, best).map { ($0, $1) }
    }
}
