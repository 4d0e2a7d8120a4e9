import Glibc

/// How large the white noise of a sampled field is, from differences of high order between neighbours.
enum FieldNoise {
    /// Orders that are tried; smooth signals vanish from high ones, short axes allow low ones only.
    private static let orders = [4, 6, 8, 10]

    /// Standard deviation of the noise: the smallest over axes and orders, because whatever is left of the signal adds to it.
    ///
    /// The median of |difference| over 0.6745 stands for the standard deviation, so that a few steep places do not count.
    ///
    /// - Parameters:
    ///   - values: the first axis runs fastest.
    ///   - shape: lengths of the axes.
    /// - Complexity: O(values × axes).
    static func standardDeviation(_ values: [Double], shape: [Int]) -> Double {
        var best = Double.infinity
        var stride = 1
        for length in shape {
            for order in orders where length >= 2 * order {
                let differences = differences(values, length: length, stride: stride, order: order)
                best = min(best, median(differences) / (0.6744897501960817 * gain(order)))
            }
            stride *= length
        }
        return best.isFinite ? best : 0
    }

    /// |Differences| of an order along one axis, at most some ten thousand of them, evenly spread.
    private static func differences(_ values: [Double], length: Int, stride: Int, order: Int) -> [Double] {
        let weights = (0...order).map { k in binomial(order, k) * (k % 2 == 0 ? 1 : -1) }
        let lines = values.count / length
        let perLine = length - order
        let total = lines * perLine
        // An odd step visits all phases of the grid.
        let step = max(total / 40000, 1) | 1
        var result: [Double] = []
        var index = 0
        while index < total {
            let line = index / perLine
            let start = (line / stride) * stride * length + line % stride + (index % perLine) * stride
            var sum = 0.0
            for (k, weight) in weights.enumerated() { sum += weight * values[start + k * stride] }
            result.append(abs(sum))
            index += step
        }
        return result
    }

    /// Standard deviation of the difference of white noise of size one: the root of the sum of squared binomials.
    private static func gain(_ order: Int) -> Double { binomial(2 * order, order).squareRoot() }

    private static func binomial(_ n: Int, _ k: Int) -> Double {
        var result = 1.0
        for i in 0..<k { result = result * Double(n - i) / Double(i + 1) }
        return result.rounded()
    }

    private static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return .infinity }
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
