import Glibc

/// The discrete Fourier transform of a length that is a power of two (Cooley and Tukey, 1965).
public struct FourierTransform: Sendable {
    /// Number of points.
    public let count: Int
    private let reversed: [Int]
    private let cosines: [Double]
    private let sines: [Double]

    /// Prepares for a length, which must be a power of two.
    public init(count: Int) {
        precondition(count > 0 && count & (count - 1) == 0, "the length must be a power of two")
        self.count = count
        let bits = count.trailingZeroBitCount
        reversed = (0..<count).map { index in
            var (value, result) = (index, 0)
            for _ in 0..<bits {
                result = result << 1 | value & 1
                value >>= 1
            }
            return result
        }
        cosines = (0..<max(count / 2, 1)).map { cos(2 * Double.pi * Double($0) / Double(count)) }
        sines = (0..<max(count / 2, 1)).map { sin(2 * Double.pi * Double($0) / Double(count)) }
    }

    /// Transforms in place `count` elements that lie `stride` apart, beginning at `start`.
    ///
    /// - Parameter inverse: the inverse divides by the number of points.
    /// - Complexity: O(count log count).
    func apply(_ values: inout ComplexArray, start: Int, stride: Int, inverse: Bool, scratch: inout ComplexArray) {
        let count = count
        let sign = inverse ? 1.0 : -1.0
        scratch.real.withUnsafeMutableBufferPointer { re in
            scratch.imaginary.withUnsafeMutableBufferPointer { im in
                for index in 0..<count {
                    re[index] = values.real[start + reversed[index] * stride]
                    im[index] = values.imaginary[start + reversed[index] * stride]
                }
                var half = 1
                while half < count {
                    let step = count / (2 * half)
                    var base = 0
                    while base < count {
                        for k in 0..<half {
                            let (c, s) = (cosines[k * step], sign * sines[k * step])
                            let (a, b) = (base + k, base + k + half)
                            let tr = re[b] * c - im[b] * s
                            let ti = re[b] * s + im[b] * c
                            re[b] = re[a] - tr
                            im[b] = im[a] - ti
                            re[a] += tr
                            im[a] += ti
                        }
                        base += 2 * half
                    }
                    half *= 2
                }
            }
        }
        let scale = inverse ? 1 / Double(count) : 1
        for index in 0..<count {
            values.real[start + index * stride] = scratch.real[index] * scale
            values.imaginary[start + index * stride] = scratch.imaginary[index] * scale
        }
    }
}
