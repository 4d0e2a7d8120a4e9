import NumericKernel

/// Fits polynomials in windows of a run.
struct LocalPolynomial {
    private let times: [Double]
    private let halfWidth: Int
    private let degree: Int
    private let isUniform: Bool
    /// Weights by the position of the sample in its window, for equal steps.
    private var weights: [[Double]] = []

    init(times: [Double], halfWidth: Int, degree: Int) {
        self.times = times
        self.halfWidth = halfWidth
        self.degree = degree
        let step = times.count > 1 ? (times[times.count - 1] - times[0]) / Double(times.count - 1) : 1
        isUniform = zip(times.dropFirst(), times).allSatisfy { abs($0 - $1 - step) < 1e-3 * abs(step) }
        if isUniform {
            weights = (0...(2 * halfWidth)).map { position in
                Self.weights((0...(2 * halfWidth)).map { Double($0 - position) / Double(halfWidth) }, degree)
            }
        }
    }

    /// The fitted value at a sample, the weight of the sample itself and the sum of the squared weights.
    func fit(_ values: [Double], at index: Int) -> (value: Double, own: Double, norm: Double) {
        let width = 2 * halfWidth + 1
        let start = min(max(index - halfWidth, 0), values.count - width)
        let weights: [Double]
        if isUniform {
            weights = self.weights[index - start]
        } else {
            let reach = max(times[start + width - 1] - times[index], times[index] - times[start], 1e-300)
            weights = Self.weights((0..<width).map { (times[start + $0] - times[index]) / reach }, degree)
        }
        var (value, norm) = (0.0, 0.0)
        for k in 0..<width {
            value += weights[k] * values[start + k]
            norm += weights[k] * weights[k]
        }
        return (value, weights[index - start], norm)
    }

    /// The same at every sample.
    func fit(_ values: [Double]) -> [(value: Double, own: Double, norm: Double)] {
        values.indices.map { fit(values, at: $0) }
    }

    /// Weights of the samples at scaled times in the least-squares value at 0: the first row of the pseudo-inverse.
    private static func weights(_ points: [Double], _ degree: Int) -> [Double] {
        let count = degree + 1
        var moments = [Double](repeating: 0, count: 2 * degree + 1)
        for point in points {
            var power = 1.0
            for k in moments.indices {
                moments[k] += power
                power *= point
            }
        }
        var normal = [Double](repeating: 0, count: count * count)
        for i in 0..<count { for j in 0..<count { normal[i * count + j] = moments[i + j] } }
        var unit = [Double](repeating: 0, count: count)
        unit[0] = 1
        guard let factor = CholeskyFactorization(normal, size: count) else {
            return points.map { $0 == 0 ? 1 : 0 }
        }
        let solution = factor.solve(unit)
        return points.map { point in
            var (sum, power) = (0.0, 1.0)
            for coefficient in solution {
                sum += coefficient * power
                power *= point
            }
            return sum
        }
    }
}
