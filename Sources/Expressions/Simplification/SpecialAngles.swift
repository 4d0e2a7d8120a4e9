/// Exact values of trigonometric functions that are numbers or multiples of pi.
enum SpecialAngles {
    /// The value, nil when there is none of that kind.
    static func value(_ function: Function, _ argument: Expression) -> Expression? {
        switch (function, argument) {
        case (.acos, .integer(-1)): return .constant(.pi)
        case (.acos, .integer(0)), (.asin, .integer(1)): return pi(1, 2)
        case (.atan, .integer(1)): return pi(1, 4)
        case (.sin, _), (.cos, _), (.tan, _): break
        default: return nil
        }
        guard let turns = multipleOfPi(argument), 2 % turns.denominator == 0 else { return nil }
        let quarters = ((turns.numerator * (2 / turns.denominator)) % 4 + 4) % 4
        switch function {
        case .sin: return .integer([0, 1, 0, -1][quarters])
        case .cos: return .integer([1, 0, -1, 0][quarters])
        default: return quarters % 2 == 0 ? .zero : nil
        }
    }

    private static func pi(_ top: Int, _ bottom: Int) -> Expression? {
        Rational(top, bottom).map { .product([.rational($0), .constant(.pi)]) }
    }

    private static func multipleOfPi(_ argument: Expression) -> Rational? {
        let (number, rest) = Simplifier.splitCoefficient(argument)
        guard rest == .constant(.pi), case .exact(let value) = number, abs(value.numerator) < 1 << 40 else {
            return nil
        }
        return value
    }
}
