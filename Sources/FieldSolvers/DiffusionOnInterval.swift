/// u_t = D u_xx - c u_x on an interval with fixed ends, by finite differences in space and the trapezoidal rule in time.
///
/// Crank and Nicolson (1947); second order in both steps.
public struct DiffusionOnInterval: Sendable {
    /// Diffusivity.
    public let diffusivity: Double
    /// Velocity of the stream.
    public let velocity: Double

    /// Makes a solver.
    public init(diffusivity: Double, velocity: Double) {
        self.diffusivity = diffusivity
        self.velocity = velocity
    }

    /// One step; the first and the last value stay.
    ///
    /// - Complexity: O(values), Thomas's algorithm.
    public func advanced(_ values: [Double], spacing: Double, step: Double) -> [Double] {
        let count = values.count
        guard count > 2 else { return values }
        let d = diffusivity * step / (2 * spacing * spacing)
        let c = velocity * step / (4 * spacing)
        // Explicit half on the right, implicit half on the left.
        var right = values
        for i in 1..<(count - 1) {
            right[i] = (d + c) * values[i - 1] + (1 - 2 * d) * values[i] + (d - c) * values[i + 1]
        }
        var upper = [Double](repeating: 0, count: count)
        for i in 1..<(count - 1) {
            let (below, above) = (-(d + c), -(d - c))
            let pivot = 1 + 2 * d - below * upper[i - 1]
            upper[i] = above / pivot
            right[i] = (right[i] - below * right[i - 1]) / pivot
        }
        for i in (1..<(count - 1)).reversed() { right[i] -= upper[i] * right[i + 1] }
        return right
    }
}
