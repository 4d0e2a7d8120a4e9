extension Expression {
    /// The value in double precision; NaN outside the domain and for variables without a value.
    ///
    /// For many rows use a compiled tape of the Evaluation module. O(nodes).
    public func numericValue(_ values: [String: Double] = [:]) -> Double {
        switch self {
        case .rational(let value): return value.doubleValue
        case .real(let value): return value
        case .constant(let constant): return constant.value
        case .variable(let name): return values[name] ?? .nan
        case .sum(let terms): return terms.reduce(0) { $0 + $1.numericValue(values) }
        case .product(let factors): return factors.reduce(1) { $0 * $1.numericValue(values) }
        case .power(let base, .rational(let exponent)):
            let x = base.numericValue(values)
            switch exponent {
            case .minusOne: return 1 / x
            case Self.half: return x.squareRoot()
            case Self.minusHalf: return 1 / x.squareRoot()
            default: return RealFunctions.power(x, exponent.doubleValue)
            }
        case .power(let base, let exponent):
            return RealFunctions.power(base.numericValue(values), exponent.numericValue(values))
        case .function(let function, let arguments):
            let numbers = arguments.map { $0.numericValue(values) }
            guard numbers.count == function.arity else { return .nan }
            return RealFunctions.value(function, numbers[0], numbers.count > 1 ? numbers[1] : 0)
        }
    }

    private static let half = Rational(1, 2) ?? .one
    private static let minusHalf = Rational(-1, 2) ?? .one
}
