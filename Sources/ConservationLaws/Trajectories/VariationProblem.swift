import NumericKernel

/// How combinations of features vary within runs, between runs and by the noise alone.
///
/// A conserved quantity varies within a run by no more than the noise, and much more between runs.
struct VariationProblem {
    /// Samples at which features are evaluated.
    static let sampleLimit = 6_000
    /// Relative variance within runs that counts as none at all: rounding and errors of integrators.
    static let floor = 1e-9

    /// A combination with its scores.
    struct Solution {
        /// Coefficients of the active features.
        var coefficients: [Double]
        /// Variance within runs divided by the total variance.
        var ratio: Double
        /// Variance within runs divided by what noise explains.
        var score: Double
    }

    let featureCount: Int
    /// Values of features by sample: `columns[feature][sample]`.
    private(set) var columns: [[Double]]
    /// Run of every sample.
    private(set) var runOfSample: [Int] = []
    /// States at the samples.
    private(set) var states: [[Double]] = []
    private var within: Matrix
    private var total: Matrix
    private var noise: Matrix
    /// Square roots of the total variances.
    private(set) var scales: [Double]

    /// Evaluates the features of a class.
    ///
    /// - Parameters:
    ///   - runs: states by run: `runs[run][variable][sample]`.
    ///   - deviations: standard deviation of the noise that is left in them, by variable.
    /// - Complexity: O(S n p²) for S samples, n variables and p features.
    init(_ features: FeatureClass, runs: [[[Double]]], deviations: [Double]) {
        let count = features.features.count
        featureCount = count
        let all = runs.reduce(0) { $0 + ($1.first?.count ?? 0) }
        let stride = max(1, (all + Self.sampleLimit - 1) / Self.sampleLimit)
        var columns = [[Double]](repeating: [], count: count)
        var slopes = [[[Double]]](
            repeating: [[Double]](repeating: [], count: count), count: deviations.count)
        var values = [Double](repeating: 0, count: count)
        var gradients = [[Double]](repeating: [Double](repeating: 0, count: count), count: deviations.count)
        for (run, series) in runs.enumerated() {
            for sample in Swift.stride(from: 0, to: series.first?.count ?? 0, by: stride) {
                let state = series.map { $0[sample] }
                features.evaluate(state, values: &values, gradients: &gradients)
                for index in 0..<count { columns[index].append(values[index]) }
                for variable in deviations.indices {
                    for index in 0..<count {
                        slopes[variable][index].append(gradients[variable][index] * deviations[variable])
                    }
                }
                runOfSample.append(run)
                states.append(state)
            }
        }
        self.columns = columns
        let size = Double(max(runOfSample.count, 1))
        var groups = [Int](repeating: 0, count: runs.count)
        for run in runOfSample { groups[run] += 1 }
        var centred = columns
        var means = [[Double]](repeating: [], count: count)
        var overall = [Double](repeating: 0, count: count)
        for index in 0..<count {
            var sums = [Double](repeating: 0, count: runs.count)
            for (sample, run) in runOfSample.enumerated() { sums[run] += columns[index][sample] }
            means[index] = zip(sums, groups).map { $1 == 0 ? 0 : $0 / Double($1) }
            overall[index] = sums.reduce(0, +) / size
            for (sample, run) in runOfSample.enumerated() { centred[index][sample] -= means[index][run] }
        }
        let between = Matrix(
            columns: (0..<count).map { index in
                zip(means[index], groups).map { ($0 - overall[index]) * Double($1).squareRoot() }
            }
        ).gram
        within = Matrix(columns: centred).gram
        total = within
        noise = Matrix(rows: count, columns: count)
        for index in within.elements.indices {
            total.elements[index] = (within.elements[index] + between.elements[index]) / size
            within.elements[index] /= size
        }
        for variable in deviations.indices where deviations[variable] > 0 {
            let part = Matrix(columns: slopes[variable]).gram
            for index in noise.elements.indices { noise.elements[index] += part.elements[index] / size }
        }
        let diagonal = total
        scales = (0..<count).map { max(diagonal[$0, $0], 1e-300).squareRoot() }
    }

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
        let whole = try SymmetricEigenproblem(part(total))
        let largest = whole.values.last ?? 0
        guard largest > 0 else { return nil }
        let kept = whole.values.indices.filter { whole.values[$0] > 1e-10 * largest }
        let whitening = Matrix(
            columns: kept.map { index in whole.vectors[index].map { $0 / whole.values[index].squareRoot() } })
        let inside = part(within)
        let reduced = try SymmetricEigenproblem(whitening.transposed.times(inside).times(whitening))
        guard let first = reduced.vectors.first else { return nil }
        let vector = whitening.times(first)
        let ratio = max(reduced.values[0], 0)
        let noisy = quadratic(part(noise), vector)
        return Solution(
            coefficients: zip(vector, active).map { $0 / scales[$1] }, ratio: ratio,
            score: ratio / (noisy + Self.floor))
    }

    /// The scores of a given combination; nil when it does not vary.
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
