/// Complex numbers with their real and imaginary parts in arrays of their own.
public struct ComplexArray: Sendable, Equatable {
    /// Real parts.
    public var real: [Double]
    /// Imaginary parts, as many.
    public var imaginary: [Double]

    /// Makes an array; the imaginary parts are zero by default.
    public init(real: [Double], imaginary: [Double]? = nil) {
        precondition(imaginary == nil || imaginary?.count == real.count)
        self.real = real
        self.imaginary = imaginary ?? [Double](repeating: 0, count: real.count)
    }

    /// An array of zeros.
    public init(zeros count: Int) { self.init(real: [Double](repeating: 0, count: count)) }

    /// Number of elements.
    public var count: Int { real.count }

    /// Element by element product.
    public func times(_ other: ComplexArray) -> ComplexArray {
        precondition(count == other.count)
        var result = ComplexArray(zeros: count)
        for index in 0..<count {
            result.real[index] = real[index] * other.real[index] - imaginary[index] * other.imaginary[index]
            result.imaginary[index] = real[index] * other.imaginary[index] + imaginary[index] * other.real[index]
        }
        return result
    }

    /// This array plus another one times a number.
    public func adding(_ other: ComplexArray, times factor: Double = 1) -> ComplexArray {
        precondition(count == other.count)
        var result = self
        for index in 0..<count {
            result.real[index] += factor * other.real[index]
            result.imaginary[index] += factor * other.imaginary[index]
        }
        return result
    }

    /// Every element times a real factor of its own.
    public func scaled(_ factors: [Double]) -> ComplexArray {
        precondition(count == factors.count)
        var result = self
        for index in 0..<count {
            result.real[index] *= factors[index]
            result.imaginary[index] *= factors[index]
        }
        return result
    }

    /// Every element times the imaginary unit and a real factor of its own.
    public func rotated(_ factors: [Double]) -> ComplexArray {
        precondition(count == factors.count)
        var result = self
        for index in 0..<count {
            result.real[index] = -imaginary[index] * factors[index]
            result.imaginary[index] = real[index] * factors[index]
        }
        return result
    }
}
