import Expressions
import Foundation

/// The value in double precision, nil for functions that the tests do not use.
func realValue(_ expression: Expressions.Expression, at point: [String: Double]) -> Double? {
    switch expression {
    case .rational(let number): return Double(number.numerator) / Double(number.denominator)
    case .real(let number): return number
    case .variable(let name): return point[name]
    case .constant(let constant): return constant.value
    case .sum(let terms):
        let values = terms.compactMap { realValue($0, at: point) }
        return values.count == terms.count ? values.reduce(0, +) : nil
    case .product(let factors):
        let values = factors.compactMap { realValue($0, at: point) }
        return values.count == factors.count ? values.reduce(1, *) : nil
    case .power(let base, let exponent):
        guard let base = realValue(base, at: point), let exponent = realValue(exponent, at: point) else { return nil }
        return pow(base, exponent)
    case .function(let function, let arguments):
        guard let argument = realValue(arguments[0], at: point) else { return nil }
        switch function {
        case .sin: return sin(argument)
        case .cos: return cos(argument)
        case .tan: return tan(argument)
        case .exp: return exp(argument)
        case .log: return log(abs(argument))
        case .sinh: return sinh(argument)
        case .cosh: return cosh(argument)
        case .tanh: return tanh(argument)
        case .atan: return atan(argument)
        default: return nil
        }
    }
}
