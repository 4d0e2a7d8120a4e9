import NumericKernel

/// How one step of a trajectory follows from the equations: x[i+1] - x[i] = Σ weight f(x[node]), or x[i+1] = f(x[i]).
///
/// For a flow the weights integrate the polynomial through f at the nearest nodes over the step; at the ends of a stretch
/// the nodes are one-sided. Irregular times are no obstacle. The error is of the order of the number of nodes plus one.
struct CollocationRule: Sendable {
    /// Number of steps.
    let steps: Int
    /// Number of nodes of a step.
    let nodes: Int
    /// First node of each step.
    let first: [Int]
    /// Weights, `nodes` for each step, in the unit of time.
    let weights: [Double]
    /// Whether the step is a difference x[i+1] - x[i] (a flow) or x[i+1] alone (a map).
    let isDifference: Bool

    /// The rule for a map of `count` samples.
    init(mapOf count: Int) {
        steps = count - 1
        nodes = 1
        first = Array(0..<steps)
        weights = [Double](repeating: 1, count: steps)
        isDifference = false
    }

    /// The rule for a flow.
    ///
    /// - Parameters:
    ///   - times: strictly ascending, at least `nodes` of them.
    ///   - nodes: even; 2 is the trapezoidal rule.
    init(times: [Double], nodes: Int) {
        let nodes = min(nodes, times.count)
        steps = times.count - 1
        self.nodes = nodes
        isDifference = true
        var first: [Int] = []
        var weights: [Double] = []
        var previous: (pattern: [Double], weights: [Double])?
        for step in 0..<(times.count - 1) {
            let start = min(max(step - nodes / 2 + 1, 0), times.count - nodes)
            let width = times[step + 1] - times[step]
            let pattern = (0..<nodes).map { (times[start + $0] - times[step]) / width }
            first.append(start)
            let unit: [Double]
            if let previous, zip(previous.pattern, pattern).allSatisfy({ abs($0 - $1) < 1e-12 * Double(nodes) }) {
                unit = previous.weights
            } else {
                unit = Self.integralWeights(pattern)
                previous = (pattern, unit)
            }
            weights += unit.map { $0 * width }
        }
        self.first = first
        self.weights = weights
    }

    /// Weights that integrate the polynomial through the nodes from 0 to 1.
    ///
    /// The Lagrange polynomials are multiplied out around the middle of the interval, where the numbers stay small.
    static func integralWeights(_ nodes: [Double]) -> [Double] {
        let shifted = nodes.map { $0 - 0.5 }
        return shifted.indices.map { j in
            var polynomial = [1.0]
            for k in shifted.indices where k != j {
                let scale = 1 / (shifted[j] - shifted[k])
                var next = [Double](repeating: 0, count: polynomial.count + 1)
                for (degree, value) in polynomial.enumerated() {
                    next[degree + 1] += value * scale
                    next[degree] -= value * scale * shifted[k]
                }
                polynomial = next
            }
            var integral = 0.0
            var half = 0.5
            for (degree, value) in polynomial.enumerated() {
                if degree % 2 == 0 { integral += 2 * value * half / Double(degree + 1) }
                half *= 0.5
            }
            return integral
        }
    }

    /// The weighted sum of values at the nodes, for every step.
    func integrals(of values: [Double]) -> [Double] {
        (0..<steps).map { step in
            var sum = 0.0
            for node in 0..<nodes { sum += weights[step * nodes + node] * values[first[step] + node] }
            return sum
        }
    }

    /// What the integrals equal: the differences of a variable, or its next values.
    func changes(of values: [Double]) -> [Double] {
        (0..<steps).map { isDifference ? values[$0 + 1] - values[$0] : values[$0 + 1] }
    }
}
