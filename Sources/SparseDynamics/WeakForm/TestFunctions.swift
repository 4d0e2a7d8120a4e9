import Glibc

/// Smooth weights over the steps of a stretch, overlapping, all of one width.
struct TestFunctions: Sendable {
    /// Exponent of the bump (1 - s²)^q.
    static let exponent = 8.0

    /// First step of every function.
    let first: [Int]
    /// The weights, `width` for each function; the same for all.
    let weights: [Double]

    /// Number of functions.
    var count: Int { first.count }
    /// Steps that a function covers.
    var width: Int { weights.count }

    /// Bumps over a stretch.
    ///
    /// - Parameters:
    ///   - steps: length of the stretch.
    ///   - radius: half the width in steps; 0 gives one function per step.
    init(steps: Int, radius: Int) {
        let radius = max(min(radius, (steps - 1) / 2), 0)
        let width = 2 * radius + 1
        weights = (0..<width).map { index in
            let s = (Double(index) - Double(radius)) / (Double(radius) + 0.5)
            return pow(1 - s * s, min(Self.exponent, Double(radius)))
        }
        let spacing = max(radius / 4, 1)
        first = Array(stride(from: 0, through: steps - width, by: spacing))
    }

    /// Weighted sums of values given per step.
    func sums(of values: [Double]) -> [Double] {
        first.map { start in
            var sum = 0.0
            for index in 0..<width { sum += weights[index] * values[start + index] }
            return sum
        }
    }
}
