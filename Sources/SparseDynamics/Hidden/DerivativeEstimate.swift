/// The derivative of samples in time, from the polynomial through the nearest ones.
enum DerivativeEstimate {
    /// The derivative at every sample.
    ///
    /// - Parameters:
    ///   - nodes: samples of a polynomial; many for clean values, few for smoothed ones.
    static func derivative(times: [Double], values: [Double], nodes: Int) -> [Double] {
        let nodes = min(nodes, times.count)
        return times.indices.map { row in
            let start = min(max(row - nodes / 2, 0), times.count - nodes)
            let range = start..<(start + nodes)
            var slope = 0.0
            for j in range where j != row {
                // Derivative at the sample of the Lagrange polynomial that is 1 at j.
                var weight = 1 / (times[j] - times[row])
                for k in range where k != j && k != row { weight *= (times[row] - times[k]) / (times[j] - times[k]) }
                slope += weight * (values[j] - values[row])
            }
            return slope
        }
    }
}
