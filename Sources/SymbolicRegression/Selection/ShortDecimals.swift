import Expressions

/// Writes fractions that people write as decimals so: `339*x/100` becomes `3.39*x`, while `x/2`, `4*x/3` and `3*x/16` stay.
enum ShortDecimals {
    /// Denominators up to here stay, whatever the numerator.
    private static let plainDenominator = 9
    /// Largest number of places, as a power of ten.
    private static let places = 1000

    /// The formula with decimals for fractions among its factors and terms; exponents keep their fractions.
    ///
    /// The result is not in canonical form, but prints and reads back with the same values up to rounding.
    static func applied(to expression: Expression) -> Expression {
        switch expression {
        case .rational(let value): number(value)
        case .real(let value): .real(shortened(value))
        case .constant, .variable: expression
        case .power(let base, let exponent): .power(applied(to: base), exponent)
        case .product(let factors): product(factors)
        case .sum, .function: expression.replacingChildren(expression.children.map(applied))
        }
    }

    /// A number in front of a sum goes into it where that leaves decimals only: `(3*x + 7*y)/10` is `0.3*x + 0.7*y`.
    private static func product(_ factors: [Expression]) -> Expression {
        let plain = Expression.product(factors.map(applied))
        guard factors.count == 2, case .rational(let number) = factors[0], number.denominator > plainDenominator,
            case .sum(let terms) = factors[1]
        else { return plain }
        let parts = terms.map { term(applied(to: ($0 * .rational(number)).simplified())) }
        let inside = Expression.sum(parts)
        return inside.complexity < plain.complexity ? inside : plain
    }

    /// A product of one factor is that factor.
    private static func term(_ expression: Expression) -> Expression {
        if case .product(let factors) = expression, factors.count == 1 { factors[0] } else { expression }
    }

    /// The number without the digits of a rounding error: 0.2196 for 0.21960000000000002.
    private static func shortened(_ value: Double) -> Double {
        let short = DecimalRounding.shortest(value, tolerance: rounding * abs(value))
        return DecimalRounding.significantDigits(short) <= shortDigits ? short : value
    }

    private static let rounding = 5e-16
    /// Most digits of a number that is no rounding error's work.
    private static let shortDigits = 12

    private static func number(_ value: Rational) -> Expression {
        isDecimal(value) ? .real(value.doubleValue) : .rational(value)
    }

    /// Whether the decimal has fewer digits than the fraction, which is none of the simple ones.
    private static func isDecimal(_ value: Rational) -> Bool {
        let (top, bottom) = (abs(value.numerator), value.denominator)
        guard bottom > plainDenominator, top > 1, places % bottom == 0 else { return false }
        let written = String(top).count + String(bottom).count
        return DecimalRounding.significantDigits(value.doubleValue) < written
    }
}
