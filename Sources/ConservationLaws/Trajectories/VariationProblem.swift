import NumericKernel

/// How combinations of features vary within runs, between runs and by the noise alone.
///
/// A conserved quantity varies within a run by no more than the noise, and much more between runs. Samples where the noise of the
/// features is large, as near a pole or where a logarithm is steep, count less.
struct VariationProblem {
    /// Samples at which features are evaluated.
    static let sampleLimit = 6_000
    /// Relative variance within runs that counts as none at all: rounding and errors of integrators.
    static let floor = 1e-9

    /// A combination with its scores.
    struct Solution {
        /// Coefficients of the active features.
        var coefficients: [Double]
        /// Variance within runs divided by the variance that is not explained by quantities known.
        var ratio: Double
        /// Variance within runs divided by what noise explains.
        var score: Double
    }

    var featureCount: Int { columns.count }
    /// Values of features by sample: `columns[feature][sample]`.
    private(set) var columns: [[Double]]
    /// Run of every sample.
    private(set) var runOfSample: [Int] = []
    /// States at the samples.
    private(set) var states: [[Double]] = []
    /// What a sample counts, 1 on average.
    private(set) var weights: [Double] = []
    /// Square roots of the total variances.
    private(set) var scales: [Double] = []
    /// What noise does to features: `noises[variable][feature][sample]`.
    private var noises: [[[Double]]]
    private var within = Matrix(rows: 0, columns: 0)
    private var total = Matrix(rows: 0, columns: 0)
    /// The total without what quantities known explain.
    private var unexplained = Matrix(rows: 0, columns: 0)
    private var noise = Matrix(rows: 0, columns: 0)

    /// Evaluates the features of a class.
    ///
    /// - Parameters:
    ///   - runs: states by run: `runs[run][variable][sample]`.
    ///   - deviations: standard deviation of the noise that is left in them, in the same order.
    /// - Complexity: O(S n p²) for S samples, n variables and p features.
    init(_ features: FeatureClass, runs: [[[Double]]], deviations: [[[Double]]]) {
        let count = features.features.count
        let dimension = runs.first?.count ?? 0
        let all = runs.reduce(0) { $0 + ($1.first?.count ?? 0) }
        let stride = max(1, (all + Self.sampleLimit - 1) / Self.sampleLimit)
        var columns = [[Double]](repeating: [], count: count)
        var noises = [[[Double]]](repeating: [[Double]](repeating: [], count: count), count: dimension)
        var values = [Double](repeating: 0, count: count)
        var gradients = [[Double]](repeating: [Double](repeating: 0, count: count), count: dimension)
        for (run, series) in runs.enumerated() {
            for sample in Swift.stride(from: 0, to: series.first?.count ?? 0, by: stride) {
                let state = series.map { $0[sample] }
                features.evaluate(state, values: &values, gradients: &gradients)
                for index in 0..<count { columns[index].append(values[index]) }
                for variable in 0..<dimension {
                    let deviation = deviations[run][variable][sample]
                    for index in 0..<count { noises[variable][index].append(gradients[variable][index] * deviation) }
                }
                runOfSample.append(run)
                states.append(state)
            }
        }
        self.columns = columns
        self.noises = noises
        weigh(by: noiseOfFeatures)
    }

    /// The noise variance of the features at every sample, each in units of its usual spread, on average.
    private var noiseOfFeatures: [Double] {
        var result = [Double](repeating: 0, count: runOfSample.count)
        for (index, column) in columns.enumerated() {
            let median = DescriptiveStatistics.median(column)
            // Few large values, as near a pole, do not make the spread.
            let spread = min(
                DescriptiveStatistics.standardDeviation(column),
                4.5 * DescriptiveStatistics.median(column.map { abs($0 - median) }))
            guard spread > 0 else { continue }
            let scale = 1 / (spread * spread * Double(columns.count))
            for part in noises {
                for sample in result.indices { result[sample] += part[index][sample] * part[index][sample] * scale }
            }
        }
        return result
    }

    /// The same question for some of the features, weighed by the noise of the best combination of them.
    ///
    /// - Returns: nil when none varies.
    func refined(to active: [Int]) throws -> (problem: VariationProblem, solution: Solution)? {
        var part = self
        part.columns = active.map { columns[$0] }
        part.noises = noises.map { slopes in active.map { slopes[$0] } }
        part.build()
        let all = Array(active.indices)
        for _ in 0..<3 {
            guard let solution = try part.solve(all) else { return nil }
            part.weigh(by: part.noise(of: solution.coefficients))
        }
        return try part.solve(all).map { (part, $0) }
    }

    /// The noise variance of a combination of all features at every sample.
    private func noise(of coefficients: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: runOfSample.count)
        for part in noises {
            for sample in result.indices {
                let slope = zip(part, coefficients).reduce(0) { $0 + $1.0[sample] * $1.1 }
                result[sample] += slope * slope
            }
        }
        return result
    }

    /// Weighs samples by one over a noise variance plus its median.
    private mutating func weigh(by variances: [Double]) {
        let usual = DescriptiveStatistics.median(variances)
        weights = variances.map { usual > 0 ? usual / ($0 + usual) : 1 }
        let mean = weights.reduce(0, +) / Double(max(weights.count, 1))
        if mean > 0 { weights = weights.map { $0 / mean } }
        build()
    }

    // MARK: Variances

    private var runCount: Int { (runOfSample.max() ?? -1) + 1 }

    /// The weighted mean of some values by sample in every run, and the weight of the run.
    private func means(_ values: [Double]) -> [(mean: Double, weight: Double)] {
        var sums = [(mean: Double, weight: Double)](repeating: (0, 0), count: runCount)
        for (sample, run) in runOfSample.enumerated() {
            sums[run].mean += weights[sample] * values[sample]
            sums[run].weight += weights[sample]
        }
        return sums.map { $0.weight > 0 ? ($0.mean / $0.weight, $0.weight) : (0, 0) }
    }

    /// How run means differ from the mean of all, times the square roots of the weights of the runs.
    private func differences(_ means: [(mean: Double, weight: Double)]) -> [Double] {
        let weight = max(means.reduce(0) { $0 + $1.weight }, 1e-300)
        let overall = means.reduce(0) { $0 + $1.mean * $1.weight } / weight
        return means.map { ($0.mean - overall) * $0.weight.squareRoot() }
    }

    private mutating func build() {
        let size = Double(max(runOfSample.count, 1))
        let roots = weights.map { ($0 / size).squareRoot() }
        let means = columns.map { self.means($0) }
        within =
            Matrix(
                columns: zip(columns, means).map { column, means in
                    column.indices.map { (column[$0] - means[runOfSample[$0]].mean) * roots[$0] }
                }
            ).gram
        let between = Matrix(columns: means.map { means in differences(means).map { $0 / size.squareRoot() } }).gram
        total = within
        noise = Matrix(rows: columns.count, columns: columns.count)
        for index in total.elements.indices { total.elements[index] += between.elements[index] }
        for part in noises where part.contains(where: { $0.contains { $0 != 0 } }) {
            let gram = Matrix(columns: part.map { zip($0, roots).map { $0 * $1 } }).gram
            for index in noise.elements.indices { noise.elements[index] += gram.elements[index] }
        }
        unexplained = total
        scales = columns.indices.map { max(total[$0, $0], 1e-300).squareRoot() }
    }

    /// Takes out of the variance between runs what combinations of known quantities explain.
    ///
    /// - Parameter known: values by sample of every one.
    mutating func discount(_ known: [[Double]]) {
        let size = Double(max(runOfSample.count, 1))
        var basis: [[Double]] = []
        func rest(_ vector: [Double]) -> [Double] {
            var left = vector
            for unit in basis {
                let product = zip(left, unit).reduce(0) { $0 + $1.0 * $1.1 }
                for index in left.indices { left[index] -= product * unit[index] }
            }
            return left
        }
        func norm(_ vector: [Double]) -> Double { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
        for values in known {
            let vector = differences(means(values))
            let left = rest(vector)
            let length = norm(left)
            if length > 1e-6 * norm(vector) { basis.append(left.map { $0 / length }) }
        }
        let between = Matrix(
            columns: columns.map { column in rest(differences(means(column))).map { $0 / size.squareRoot() } }
        ).gram
        unexplained = within
        for index in unexplained.elements.indices { unexplained.elements[index] += between.elements[index] }
    }

    // MARK: Combinations

    /// The combination of some features with the least variance within runs; nil when none varies.
    func solve(_ active: [Int]) throws -> Solution? {
        let count = active.count
        guard count > 0 else { return nil }
        func part(_ matrix: Matrix) -> Matrix {
            var result = Matrix(rows: count, columns: count)
            for (i, a) in active.enumerated() {
                for (j, b) in active.enumerated() { result[i, j] = matrix[a, b] / scales[a] / scales[b] }
            }
            return result
        }
        let whole = try SymmetricEigenproblem(part(unexplained))
        let largest = whole.values.last ?? 0
        guard largest > 0 else { return nil }
        let kept = whole.values.indices.filter { whole.values[$0] > 1e-10 * largest }
        let whitening = Matrix(
            columns: kept.map { index in whole.vectors[index].map { $0 / whole.values[index].squareRoot() } })
        let inside = part(within)
        let reduced = try SymmetricEigenproblem(whitening.transposed.times(inside).times(whitening))
        let noises = part(noise)
        func solution(_ combination: [Double]) -> Solution {
            let vector = whitening.times(combination)
            let length = combination.reduce(0) { $0 + $1 * $1 }
            let ratio = max(quadratic(inside, vector), 0) / length
            return Solution(
                coefficients: zip(vector, active).map { $0 / scales[$1] }, ratio: ratio,
                score: ratio / (quadratic(noises, vector) / length + Self.floor))
        }
        guard let first = reduced.vectors.first.map(solution) else { return nil }
        guard first.score > LawExtraction.largestScore else { return first }
        // An approximation to a law may vary less than a law that noise blurs: of all that varies little, what noise explains.
        let slow = reduced.values.indices.filter { reduced.values[$0] <= LawExtraction.largestRatio }
        guard slow.count > 1 else { return first }
        let basis = Matrix(
            columns: slow.map { index in
                reduced.vectors[index].map { $0 / max(reduced.values[index], Self.floor).squareRoot() }
            })
        let blurred = basis.transposed.times(whitening.transposed.times(noises).times(whitening)).times(basis)
        guard let explained = try SymmetricEigenproblem(blurred).vectors.last.map({ solution(basis.times($0)) })
        else { return first }
        return explained.score < first.score ? explained : first
    }

    /// The scores of a given combination, its ratio relative to the total variance; nil when it does not vary.
    func measure(_ coefficients: [Double], _ active: [Int]) -> Solution? {
        let scaled = zip(coefficients, active).map { $0 * scales[$1] }
        func value(_ matrix: Matrix) -> Double {
            var sum = 0.0
            for (i, a) in active.enumerated() {
                for (j, b) in active.enumerated() {
                    sum += scaled[i] * scaled[j] * matrix[a, b] / scales[a] / scales[b]
                }
            }
            return sum
        }
        let spread = value(total)
        guard spread > 0 else { return nil }
        let ratio = max(value(within), 0) / spread
        return Solution(
            coefficients: coefficients, ratio: ratio, score: ratio / (value(noise) / spread + Self.floor))
    }

    private func quadratic(_ matrix: Matrix, _ vector: [Double]) -> Double {
        zip(vector, matrix.times(vector)).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
