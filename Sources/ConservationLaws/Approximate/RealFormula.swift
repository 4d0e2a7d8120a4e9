import Expressions

/// An expression prepared for values in double precision at many states.
indirect enum RealFormula: Sendable {
    case number(Double)
    case variable(Int)
    case sum([RealFormula])
    case product([RealFormula])
    case naturalPower(RealFormula, Int)
    case power(RealFormula, RealFormula)
    case function(Function, [RealFormula])

    /// Prepares an expression.
    ///
    /// - Parameters:
    ///   - names: variables in the order of the state.
    ///   - values: what other names stand for.
    /// - Returns: nil when a name has no value.
    init?(_ expression: Expression, names: [String], values: [String: Double]) {
        func inner(_ list: [Expression]) -> [RealFormula]? {
            let parts = list.compactMap { RealFormula($0, names: names, values: values) }
            return parts.count == list.count ? parts : nil
        }
        switch expression {
        case .rational(let number): self = .number(number.doubleValue)
        case .real(let number): self = .number(number)
        case .constant(let constant): self = .number(constant.value)
        case .variable(let name):
            if let index = names.firstIndex(of: name) {
                self = .variable(index)
            } else if let value = values[name] {
                self = .number(value)
            } else {
                return nil
            }
        case .sum(let terms):
            guard let parts = inner(terms) else { return nil }
            self = .sum(parts)
        case .product(let factors):
            guard let parts = inner(factors) else { return nil }
            self = .product(parts)
        case .power(let base, .rational(let exponent)) where exponent.isInteger && exponent.numerator >= 0:
            guard let part = RealFormula(base, names: names, values: values) else { return nil }
            self = .naturalPower(part, exponent.numerator)
        case .power(let base, let exponent):
            guard let parts = inner([base, exponent]) else { return nil }
            self = .power(parts[0], parts[1])
        case .function(let function, let arguments):
            guard let parts = inner(arguments) else { return nil }
            self = .function(function, parts)
        }
    }

    /// The value at a state; NaN outside the domain.
    func value(at state: some RandomAccessCollection<Double>) -> Double {
        switch self {
        case .number(let number): return number
        case .variable(let index): return state[state.index(state.startIndex, offsetBy: index)]
        case .sum(let terms): return terms.reduce(0) { $0 + $1.value(at: state) }
        case .product(let factors): return factors.reduce(1) { $0 * $1.value(at: state) }
        case .naturalPower(let base, let exponent):
            let value = base.value(at: state)
            return (0..<exponent).reduce(1.0) { product, _ in product * value }
        case .power(let base, let exponent):
            return RealFunctions.power(base.value(at: state), exponent.value(at: state))
        case .function(let function, let arguments):
            return RealFunctions.value(
                function, arguments[0].value(at: state), arguments.count > 1 ? arguments[1].value(at: state) : 0)
        }
    }
}
