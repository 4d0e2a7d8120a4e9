import Glibc
import NumericKernel

/// The orthonormal cosine transform of gridded data along all axes, as products with matrices.
///
/// Axes of a few hundred points are too short for fast transforms to matter, and any length will do.
struct CosineTransform: Sendable {
    let shape: [Int]
    private let matrices: [Matrix]

    /// Prepares for grids of a shape; the first axis runs fastest.
    init(shape: [Int]) {
        self.shape = shape
        matrices = shape.map { count in
            var matrix = Matrix(rows: count, columns: count)
            for frequency in 0..<count {
                let scale = (frequency == 0 ? 1.0 : 2.0) / Double(count)
                for point in 0..<count {
                    // Reduced before the cosine is taken, so that long axes keep their digits.
                    let phase = (2 * point + 1) * frequency % (4 * count)
                    matrix[frequency, point] = scale.squareRoot() * cos(Double.pi * Double(phase) / Double(2 * count))
                }
            }
            return matrix
        }
    }

    /// Coefficients of values.
    func forward(_ values: [Double]) -> [Double] { apply(values, inverse: false) }
    /// Values of coefficients.
    func inverse(_ coefficients: [Double]) -> [Double] { apply(coefficients, inverse: true) }

    private func apply(_ values: [Double], inverse: Bool) -> [Double] {
        var current = values
        var next = [Double](repeating: 0, count: values.count)
        var before = 1
        for (axis, length) in shape.enumerated() {
            let matrix = matrices[axis].elements
            let after = values.count / before / length
            current.withUnsafeBufferPointer { source in
                next.withUnsafeMutableBufferPointer { target in
                    guard let source = source.baseAddress, let target = target.baseAddress else { return }
                    if before == 1 {
                        BlockProduct.multiply(
                            matrix, source, transposingFirst: inverse, m: length, n: after, k: length, into: target)
                    } else {
                        for slab in 0..<after {
                            BlockProduct.multiply(
                                source + slab * before * length, matrix, transposingSecond: !inverse, m: before,
                                n: length,
                                k: length, into: target + slab * before * length)
                        }
                    }
                }
            }
            swap(&current, &next)
            before *= length
        }
        return current
    }
}
