import Expressions

/// Small fractions near a number.
enum ExponentSnapping {
    /// The fraction with the smallest denominator (at most 6) within `tolerance` of the value, nil if there is none.
    static func fraction(near value: Double, tolerance: Double) -> Rational? {
        guard value.isFinite, abs(value) < 1000 else { return nil }
        for denominator in 1...6 {
            let numerator = (value * Double(denominator)).rounded()
            if abs(value - numerator / Double(denominator)) <= tolerance / Double(denominator).squareRoot() {
                return Rational(Int(numerator), denominator)
            }
        }
        return nil
    }
}
