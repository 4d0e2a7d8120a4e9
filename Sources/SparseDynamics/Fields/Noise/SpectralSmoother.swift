import Glibc

/// Takes white noise of known size out of a field: every coefficient of its cosine transform shrinks by the share of noise
/// in the power around it (Wiener's filter).
struct SpectralSmoother: Sendable {
    private let transform: CosineTransform

    /// What smoothing found.
    struct Outcome: Sendable {
        /// The smoothed values.
        var values: [Double]
        /// For each axis the frequency, in radians per grid step, below which nearly all of the signal's power lies.
        var corners: [Double]
    }

    init(shape: [Int]) { transform = CosineTransform(shape: shape) }

    /// Smooths the values of a field.
    ///
    /// - Parameters:
    ///   - values: the first axis runs fastest.
    ///   - sigma: standard deviation of the noise; 0 leaves the values as they are.
    func smoothed(_ values: [Double], sigma: Double) -> Outcome {
        var coefficients = transform.forward(values)
        let power = coefficients.map { $0 * $0 }
        let local = neighbourhoodMeans(power)
        let variance = sigma * sigma
        for index in coefficients.indices {
            let gain = local[index] > 2 * variance ? 1 - variance / local[index] : 0
            coefficients[index] *= gain
        }
        let corners = corners(coefficients)
        return Outcome(values: sigma > 0 ? transform.inverse(coefficients) : values, corners: corners)
    }

    /// Means over five neighbours along every axis.
    private func neighbourhoodMeans(_ values: [Double]) -> [Double] {
        var current = values
        var stride = 1
        for length in transform.shape {
            var next = current
            let lines = values.count / length
            for line in 0..<lines {
                let start = (line / stride) * stride * length + line % stride
                for position in 0..<length {
                    var sum = 0.0
                    // The axis is mirrored at its ends.
                    for offset in -2...2 {
                        let mirrored = abs(position + offset)
                        let inside = mirrored < length ? mirrored : 2 * length - 2 - mirrored
                        sum += current[start + max(inside, 0) * stride]
                    }
                    next[start + position * stride] = sum / 5
                }
            }
            current = next
            stride *= length
        }
        return current
    }

    private func corners(_ coefficients: [Double]) -> [Double] {
        var result: [Double] = []
        var stride = 1
        for length in transform.shape {
            var spectrum = [Double](repeating: 0, count: length)
            for (index, value) in coefficients.enumerated() where index > 0 {
                spectrum[index / stride % length] += value * value
            }
            let total = spectrum.reduce(0, +)
            // In the plane waves often run at a common frequency, and what tells the terms apart is in the details.
            let share = transform.shape.count > 2 ? 0.99995 : 0.998
            var sum = 0.0
            var corner = length - 1
            for (frequency, value) in spectrum.enumerated() {
                sum += value
                if sum >= share * total {
                    corner = frequency
                    break
                }
            }
            result.append(Double.pi * Double(max(corner, 1)) / Double(length))
            stride *= length
        }
        return result
    }
}
