/// An exact fraction with machine integers, always in lowest terms with a positive denominator.
///
/// Arithmetic returns nil on overflow, so that callers choose between a bigger type and a `Double`.
public struct Rational: Hashable, Sendable {
    /// Numerator, with the sign.
    public let numerator: Int
    /// Denominator, at least 1.
    public let denominator: Int

    /// The integer `value`.
    public init(_ value: Int) {
        numerator = value
        denominator = 1
    }

    /// `numerator / denominator` in lowest terms; nil for a zero denominator or on overflow.
    public init?(_ numerator: Int, _ denominator: Int) {
        guard denominator != 0, numerator != .min, denominator != .min else { return nil }
        var (a, b) = (abs(numerator), abs(denominator))
        while b != 0 { (a, b) = (b, a % b) }
        let divisor = max(a, 1)
        let sign = denominator < 0 ? -1 : 1
        self.numerator = sign * numerator / divisor
        self.denominator = sign * denominator / divisor
    }

    /// Zero.
    public static let zero = Rational(0)
    /// One.
    public static let one = Rational(1)
    /// Minus one.
    public static let minusOne = Rational(-1)

    /// Whether the denominator is 1.
    public var isInteger: Bool { denominator == 1 }
    /// Whether the value is below zero.
    public var isNegative: Bool { numerator < 0 }
    /// The nearest double.
    public var doubleValue: Double { Double(numerator) / Double(denominator) }

    /// The sum, nil on overflow.
    public func adding(_ other: Rational) -> Rational? {
        let (a, overflowA) = numerator.multipliedReportingOverflow(by: other.denominator)
        let (b, overflowB) = other.numerator.multipliedReportingOverflow(by: denominator)
        let (sum, overflowC) = a.addingReportingOverflow(b)
        let (bottom, overflowD) = denominator.multipliedReportingOverflow(by: other.denominator)
        if overflowA || overflowB || overflowC || overflowD { return nil }
        return Rational(sum, bottom)
    }

    /// The product, nil on overflow.
    public func multiplied(by other: Rational) -> Rational? {
        guard let left = Rational(numerator, other.denominator), let right = Rational(other.numerator, denominator)
        else { return nil }
        let (top, overflowA) = left.numerator.multipliedReportingOverflow(by: right.numerator)
        let (bottom, overflowB) = left.denominator.multipliedReportingOverflow(by: right.denominator)
        return overflowA || overflowB ? nil : Rational(top, bottom)
    }

    /// The additive inverse, nil on overflow.
    public var negated: Rational? { multiplied(by: .minusOne) }

    /// The multiplicative inverse, nil for zero.
    public var inverse: Rational? { Rational(denominator, numerator) }

    /// The integer power, nil on overflow or for a negative power of zero.
    public func power(_ exponent: Int) -> Rational? {
        guard exponent >= 0 else { return inverse.flatMap { exponent == .min ? nil : $0.power(-exponent) } }
        var result = Rational.one
        var base = self
        var left = exponent
        while left > 0 {
            if left & 1 == 1 {
                guard let next = result.multiplied(by: base) else { return nil }
                result = next
            }
            left >>= 1
            if left > 0 {
                guard let next = base.multiplied(by: base) else { return nil }
                base = next
            }
        }
        return result
    }
}

extension Rational: Comparable {
    /// Exact comparison.
    public static func < (left: Rational, right: Rational) -> Bool {
        let a = left.numerator.multipliedFullWidth(by: right.denominator)
        let b = right.numerator.multipliedFullWidth(by: left.denominator)
        return (a.high, a.low) < (b.high, b.low)
    }
}

extension Rational: CustomStringConvertible {
    /// `3`, `-7/2`.
    public var description: String { isInteger ? "\(numerator)" : "\(numerator)/\(denominator)" }
}
