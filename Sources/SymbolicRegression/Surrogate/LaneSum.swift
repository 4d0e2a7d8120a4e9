/// Sums in eight lanes: a single chain of additions would wait for each. The order is fixed, so that results are the same
/// on every machine.
enum LaneSum {
    /// Sum of `count` values.
    static func sum(_ x: UnsafePointer<Double>, _ count: Int) -> Double {
        var lanes = SIMD8<Double>.zero
        let raw = UnsafeRawPointer(x)
        let whole = count & ~7
        for i in stride(from: 0, to: whole, by: 8) {
            lanes += raw.loadUnaligned(fromByteOffset: i * 8, as: SIMD8<Double>.self)
        }
        var total = lanes.sum()
        for i in whole..<count { total += x[i] }
        return total
    }

    /// Sum of `count` products.
    static func dot(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int) -> Double {
        var lanes = SIMD8<Double>.zero
        let (left, right) = (UnsafeRawPointer(x), UnsafeRawPointer(y))
        let whole = count & ~7
        for i in stride(from: 0, to: whole, by: 8) {
            lanes +=
                left.loadUnaligned(fromByteOffset: i * 8, as: SIMD8<Double>.self)
                * right.loadUnaligned(fromByteOffset: i * 8, as: SIMD8<Double>.self)
        }
        var total = lanes.sum()
        for i in whole..<count { total += x[i] * y[i] }
        return total
    }

    /// Sum of products of two columns, as long as the shorter one.
    static func dot(_ first: [Double], _ second: [Double]) -> Double {
        dot(first, second, min(first.count, second.count))
    }
}
