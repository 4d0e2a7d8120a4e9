import Expressions
import Glibc

/// Short exact numbers that a measured coefficient may stand for.
enum ShortNumber {
    /// A short number with its tree.
    struct Match: Sendable {
        var value: Double
        var expression: Expression
    }

    /// The shortest number within the error that is not there by chance.
    ///
    /// Whole numbers, decimals of at most seven digits and fractions with small denominators; then the same times √2, √3, π or 1/π.
    /// A class of numbers so dense that one of them is near every measurement proves nothing and is refused.
    ///
    /// - Parameters:
    ///   - value: the measured number.
    ///   - tolerance: how far the truth may be, absolute.
    static func nearest(_ value: Double, tolerance: Double) -> Match? {
        guard value != 0, value.isFinite, tolerance > 0, tolerance < abs(value) * 0.01 else { return nil }
        let relative = tolerance / abs(value)
        let roots: [(Double, Expression?, Double)] = [
            (1, nil, 1), (2.0.squareRoot(), Expression.integer(2).squareRoot, 30),
            (3.0.squareRoot(), Expression.integer(3).squareRoot, 30), (Double.pi, .constant(.pi), 30),
            (1 / Double.pi, .power(.constant(.pi), .integer(-1)), 30),
        ]
        for (factor, tree, variants) in roots {
            guard let number = plain(value / factor, relative: relative, variants: variants) else { continue }
            let expression = tree.map { .product([number.expression, $0]) } ?? number.expression
            return Match(value: number.value * factor, expression: expression)
        }
        return nil
    }

    private static func plain(_ value: Double, relative: Double, variants: Double) -> Match? {
        let sign = value < 0 ? -1.0 : 1.0
        let size = abs(value)
        for digits in 1...7 {
            // As many numbers have so many digits; one of them is near by chance with this probability.
            let density = pow(10, Double(digits)) * 2 * relative * variants
            if density < 1e-2 {
                let power = Int(log10(size).rounded(.down)) - digits + 1
                let unit = pow(10, Double(abs(power)))
                let count = (power < 0 ? size * unit : size / unit).rounded()
                let decimal = power < 0 ? count / unit : count * unit
                if abs(decimal - size) <= relative * size {
                    let exact = decimal.rounded() == decimal && decimal < 1e9
                    let expression: Expression =
                        exact ? .integer(Int(sign * decimal)) : .real(sign * decimal)
                    return Match(value: sign * decimal, expression: expression)
                }
            }
            guard digits == 2 || digits == 3 else { continue }
            let largest = digits == 2 ? 12 : 60
            if Double(largest * largest) * 2 * relative * variants < 1e-2 {
                // Denominators of 2 and 5 alone are decimals already.
                for denominator in 3...largest where !Self.isDecimal(denominator) {
                    let numerator = (size * Double(denominator)).rounded()
                    guard numerator >= 1, numerator < 1e6 else { continue }
                    let fraction = numerator / Double(denominator)
                    if abs(fraction - size) <= relative * size,
                        let rational = Rational(Int(sign * numerator), denominator)
                    {
                        return Match(value: sign * fraction, expression: .rational(rational))
                    }
                }
            }
        }
        return nil
    }

    private static func isDecimal(_ denominator: Int) -> Bool {
        var rest = denominator
        while rest % 2 == 0 { rest /= 2 }
        while rest % 5 == 0 { rest /= 5 }
        return rest == 1
    }
}
