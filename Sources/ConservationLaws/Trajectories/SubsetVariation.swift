import NumericKernel

/// The same question as in `VariationProblem` for a few features and some of the runs.
struct SubsetVariation {
    private let within: Matrix
    private let total: Matrix

    /// Collects the variances of some features, leaving out runs.
    init(_ problem: VariationProblem, _ active: [Int], without isLeftOut: (Int) -> Bool) {
        let samples = problem.runOfSample.indices.filter { !isLeftOut(problem.runOfSample[$0]) }
        let columns = active.map { feature in
            samples.map { problem.columns[feature][$0] / problem.scales[feature] }
        }
        var sums: [Int: (count: Double, values: [Double])] = [:]
        for (position, sample) in samples.enumerated() {
            let run = problem.runOfSample[sample]
            var entry = sums[run] ?? (0, [Double](repeating: 0, count: active.count))
            entry.count += problem.weights[sample]
            for index in active.indices { entry.values[index] += problem.weights[sample] * columns[index][position] }
            sums[run] = entry
        }
        var (inner, outer) = (columns, columns)
        let weight = samples.reduce(0) { $0 + problem.weights[$1] }
        for index in active.indices {
            let sum = zip(samples, columns[index]).reduce(0) { $0 + problem.weights[$1.0] * $1.1 }
            for (position, sample) in samples.enumerated() {
                let run = problem.runOfSample[sample]
                let root = problem.weights[sample].squareRoot()
                if let entry = sums[run] { inner[index][position] -= entry.values[index] / entry.count }
                outer[index][position] -= sum / max(weight, 1e-300)
                inner[index][position] *= root
                outer[index][position] *= root
            }
        }
        within = Matrix(columns: inner).gram
        total = Matrix(columns: outer).gram
        scales = active.map { problem.scales[$0] }
    }

    private let scales: [Double]

    /// The coefficients of the combination with the least variance within runs; nil when nothing varies.
    var coefficients: [Double]? {
        get throws {
            let whole = try SymmetricEigenproblem(total)
            guard let largest = whole.values.last, largest > 0 else { return nil }
            let kept = whole.values.indices.filter { whole.values[$0] > 1e-10 * largest }
            let whitening = Matrix(
                columns: kept.map { index in whole.vectors[index].map { $0 / whole.values[index].squareRoot() } })
            let reduced = try SymmetricEigenproblem(whitening.transposed.times(within).times(whitening))
            guard let first = reduced.vectors.first else { return nil }
            return zip(whitening.times(first), scales).map { $0 / $1 }
        }
    }
}
