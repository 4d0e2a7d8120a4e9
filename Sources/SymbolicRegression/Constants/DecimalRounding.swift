import Expressions

/// Decimal numbers with no more digits than the data support.
enum DecimalRounding {
    /// The decimal as an exact fraction; nil for more than nine places or fifteen digits.
    static func fraction(_ value: Double) -> Rational? {
        for places in 0...9 {
            let scaled = (value * Elementary.pow(10, Double(places))).rounded()
            guard abs(scaled) < 1e15 else { return nil }
            guard Double("\(Int(scaled))e-\(places)") == value else { continue }
            return Rational(Int(scaled), (0..<places).reduce(1) { product, _ in product * 10 })
        }
        return nil
    }

    /// How far numbers may be off for the digits they are written with, relative to their size: half a unit of the last
    /// digit of the longest of the first hundred.
    static func resolution(of values: [Double]) -> Double {
        let digits = values.prefix(100).map { significantDigits($0) }.max() ?? 17
        return 0.5 * Elementary.pow(10, Double(1 - digits))
    }

    /// Number of digits that a number is printed with, without zeros at either end.
    static func significantDigits(_ value: Double) -> Int {
        // Bytes, not characters: this is asked of every number of every formula.
        let digits = value.description.utf8.prefix { $0 != UInt8(ascii: "e") }
            .filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.drop { $0 == UInt8(ascii: "0") }
        let trailing = digits.reversed().prefix { $0 == UInt8(ascii: "0") }.count
        return max(digits.count - trailing, 1)
    }

    /// The decimal with the fewest significant digits within `tolerance` of the value.
    static func shortest(_ value: Double, tolerance: Double) -> Double {
        guard value.isFinite, value != 0, tolerance > 0 else { return value }
        let magnitude = Int(Elementary.log10(abs(value)).rounded(.down))
        for digits in 1...17 {
            // Through text: scaling by powers of ten would not give the nearest double to the decimal.
            let exponent = magnitude - digits + 1
            let scaled = (value / Elementary.pow(10, Double(exponent))).rounded()
            guard scaled.magnitude < 1e18, let rounded = Double("\(Int(scaled))e\(exponent)") else { continue }
            if abs(rounded - value) <= tolerance { return rounded }
        }
        return value
    }
}
