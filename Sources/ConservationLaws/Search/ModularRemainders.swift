import ExactAlgebra

/// Polynomials in one variable over a prime field modulo a fixed one, for large powers.
///
/// Remainders come from the inverse of the reversed modulus as a power series, so that all inner loops are sums of products.
struct ModularRemainders {
    private let field: PrimeField
    private let degree: Int
    /// The monic modulus, constant first.
    private let modulus: [PrimeField.Element]
    /// The first coefficients of 1 / (the modulus with its coefficients reversed).
    private let inverse: [PrimeField.Element]

    /// Prepares for a modulus of degree 1 or more.
    ///
    /// - Parameter modulus: coefficients, constant first, the last one not 0.
    /// - Complexity: O(n²).
    init?(modulus: [PrimeField.Element], field: PrimeField) {
        guard modulus.count > 1, let lead = modulus.last, lead != 0 else { return nil }
        self.field = field
        degree = modulus.count - 1
        let scale = field.inverse(lead)
        let monic = modulus.map { field.multiply($0, scale) }
        self.modulus = monic
        let reversed = Array(monic.reversed())
        var inverse = [field.one]
        while inverse.count < degree {
            // The product with the reversed modulus is 1: every further coefficient vanishes.
            let order = inverse.count
            inverse.append(0)
            inverse[order] = field.negate(field.coefficient(order, of: reversed, times: inverse))
        }
        self.inverse = inverse
    }

    /// The power of x + shift, with trailing zeros.
    ///
    /// - Complexity: O(n² log exponent).
    func power(ofLinear shift: PrimeField.Element, _ exponent: UInt64) -> [PrimeField.Element] {
        var result = [PrimeField.Element](repeating: 0, count: degree)
        result[0] = field.one
        var isOne = true
        for position in (0..<(UInt64.bitWidth - exponent.leadingZeroBitCount)).reversed() {
            if !isOne { result = square(result) }
            if exponent >> UInt64(position) & 1 == 1 {
                multiply(&result, byLinear: shift)
                isOne = false
            }
        }
        return result
    }

    private func multiply(_ value: inout [PrimeField.Element], byLinear shift: PrimeField.Element) {
        let top = value[degree - 1]
        for index in stride(from: degree - 1, through: 0, by: -1) {
            let raised = index > 0 ? value[index - 1] : 0
            let product = field.add(raised, field.multiply(shift, value[index]))
            value[index] = field.subtract(product, field.multiply(top, modulus[index]))
        }
    }

    private func square(_ value: [PrimeField.Element]) -> [PrimeField.Element] {
        let last = 2 * degree - 2
        // Coefficients of the square, highest first.
        var product = [PrimeField.Element](repeating: 0, count: last + 1)
        value.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            for order in 0...last {
                let (low, high) = (max(0, order - degree + 1), min(order, degree - 1))
                let half = field.convolution(base + low, base + high, count: (high - low + 1) / 2)
                var sum = field.add(half, half)
                if order & 1 == 0 { sum = field.add(sum, field.multiply(base[order / 2], base[order / 2])) }
                product[last - order] = sum
            }
        }
        var result = [PrimeField.Element](product.suffix(degree).reversed())
        guard degree > 1 else { return result }
        // The quotient has degree n - 2: the product of the upper coefficients and the inverse.
        var quotient = (0...(degree - 2)).map { field.coefficient($0, of: inverse, times: product) }
        quotient.reverse()
        quotient.withUnsafeBufferPointer { quotient in
            modulus.withUnsafeBufferPointer { modulus in
                guard let first = quotient.baseAddress, let second = modulus.baseAddress else { return }
                for index in 0..<degree {
                    let count = min(index, degree - 2) + 1
                    result[index] = field.subtract(
                        result[index], field.convolution(first, second + index, count: count))
                }
            }
        }
        return result
    }
}
