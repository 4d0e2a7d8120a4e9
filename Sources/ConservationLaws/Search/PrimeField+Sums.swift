import ExactAlgebra

extension PrimeField {
    /// The sum of left[i] · right[-i] for i below `count`: one coefficient of a product of polynomials.
    ///
    /// Products are added as numbers of 192 bits, with one reduction at the end.
    @inline(__always)
    func convolution(
        _ left: UnsafePointer<Element>, _ right: UnsafePointer<Element>, count: Int
    ) -> Element {
        var (top, high, low): (UInt64, UInt64, UInt64) = (0, 0, 0)
        for index in 0..<count {
            let product = left[index].multipliedFullWidth(by: right[-index])
            let (sum, carry) = low.addingReportingOverflow(product.low)
            low = sum
            // The upper half of a product is below 2^60: adding a carry does not run over.
            let (upper, overflow) = high.addingReportingOverflow(product.high &+ (carry ? 1 : 0))
            high = upper
            top = top &+ (overflow ? 1 : 0)
        }
        // (top 2^128 + high 2^64 + low) / 2^64, as Montgomery's form wants it.
        let reduced = add(high % modulus, residue(low))
        return top == 0 ? reduced : add(reduced, element(top))
    }

    /// The coefficient of order `order` of the product of two polynomials, each with more coefficients than that.
    func coefficient(_ order: Int, of left: [Element], times right: [Element]) -> Element {
        precondition(left.count > order && right.count > order)
        return left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                guard let first = left.baseAddress, let second = right.baseAddress else { return 0 }
                return convolution(first, second + order, count: order + 1)
            }
        }
    }
}
