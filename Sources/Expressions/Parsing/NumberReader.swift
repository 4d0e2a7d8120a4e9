import Diagnostics

/// Turns the digits of a number into an exact or a measured number.
struct NumberReader {
    let options: ParserOptions

    /// Reads `text`: digits with at most one point and an optional exponent.
    func read(
        _ text: String, fail: (_ code: String, _ message: String, _ hint: String?) -> DiscoverError
    ) throws(DiscoverError) -> Expression {
        let isInteger = text.allSatisfy(Lexer.isDigit)
        if isInteger, let value = Int(text) { return .integer(value) }
        if options.decimals == .exact {
            if let value = Self.exact(text) { return .rational(value) }
            throw fail(
                "formula.number-range", "the number \(text.prefix(40)) does not fit in an exact fraction",
                "exact numbers need numerator and denominator below 2^63, about 18 digits")
        }
        guard let value = Double(text), value.isFinite else {
            throw fail(
                "formula.number-range", "the number \(text.prefix(40)) is too large, expected less than 1.8e308", nil)
        }
        return .real(value)
    }

    /// The fraction that decimal digits stand for; nil when it does not fit in machine integers.
    static func exact(_ text: String) -> Rational? {
        let parts = text.split(whereSeparator: { $0 == "e" || $0 == "E" })
        guard let mantissa = parts.first, parts.count <= 2 else { return nil }
        var digits = mantissa.filter(Lexer.isDigit)
        var scale = mantissa.firstIndex(of: ".").map { mantissa[$0...].count - 1 } ?? 0
        while scale > 0, digits.count > 1, digits.last == "0" {
            digits.removeLast()
            scale -= 1
        }
        guard let value = Int(digits) else { return nil }
        if value == 0 { return .zero }
        if parts.count == 2 {
            guard let exponent = Int(parts[1]), abs(exponent) <= 400 else { return nil }
            scale -= exponent
        }
        return Rational(10).power(-scale).flatMap { Rational(value).multiplied(by: $0) }
    }
}
