/// Gradients of quantities at some states, to tell which are functions of earlier ones as far as numbers show.
struct IndependentGradients {
    /// Share of the squared length of a gradient that must lie outside the span of the others.
    static let leastShare = 0.03

    /// By quantity and state.
    private(set) var known: [[[Double]]] = []

    /// Whether a quantity is no function of the known ones: its gradient leaves the span of theirs.
    func isNew(_ slopes: [[Double]], leastShare: Double = Self.leastShare) -> Bool {
        var (outside, whole) = (0.0, 0.0)
        for (sample, vector) in slopes.enumerated() {
            var basis: [[Double]] = []
            for quantity in known {
                var left = quantity[sample]
                for unit in basis { left = Self.subtract(left, unit) }
                let norm = Self.norm(left)
                if norm > 1e-6 * Self.norm(quantity[sample]) { basis.append(left.map { $0 / norm }) }
            }
            var left = vector
            for unit in basis { left = Self.subtract(left, unit) }
            outside += Self.norm(left) * Self.norm(left)
            whole += Self.norm(vector) * Self.norm(vector)
        }
        return outside > leastShare * whole
    }

    /// Adds the gradient of a quantity.
    mutating func append(_ slopes: [[Double]]) { known.append(slopes) }

    private static func norm(_ vector: [Double]) -> Double { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }

    private static func subtract(_ vector: [Double], _ unit: [Double]) -> [Double] {
        let product = zip(vector, unit).reduce(0) { $0 + $1.0 * $1.1 }
        return zip(vector, unit).map { $0 - product * $1 }
    }
}
