/// Alphabetical order of names in which digits count as numbers: x2 comes before x10, `B` between `a` and `c`.
enum NameOrder {
    /// Negative when `a` comes first, 0 only for equal names.
    static func compare(_ a: String, _ b: String) -> Int {
        if a == b { return 0 }
        var left = a.unicodeScalars.makeIterator()
        var right = b.unicodeScalars.makeIterator()
        var (x, y) = (left.next(), right.next())
        while let p = x, let q = y {
            if isDigit(p), isDigit(q) {
                // Runs of digits compare as numbers; names hold few digits, so the value saturates harmlessly.
                var (m, n) = (0.0, 0.0)
                while let digit = x, isDigit(digit) {
                    m = 10 * m + Double(digit.value - 48)
                    x = left.next()
                }
                while let digit = y, isDigit(digit) {
                    n = 10 * n + Double(digit.value - 48)
                    y = right.next()
                }
                if m != n { return m < n ? -1 : 1 }
                continue
            }
            let (u, v) = (folded(p), folded(q))
            if u != v { return u < v ? -1 : 1 }
            (x, y) = (left.next(), right.next())
        }
        if x != nil || y != nil { return x == nil ? -1 : 1 }
        return a < b ? -1 : 1
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 48 && scalar.value <= 57 }

    private static func folded(_ scalar: Unicode.Scalar) -> UInt32 {
        scalar.value >= 65 && scalar.value <= 90 ? scalar.value + 32 : scalar.value
    }
}
