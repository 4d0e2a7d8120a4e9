extension Simplifier {
    /// The canonical form of a function of canonical arguments.
    func apply(_ function: Function, _ arguments: [Expression]) -> Expression {
        guard arguments.count == function.arity else { return .function(function, arguments) }
        if let number = folded(function, arguments) { return number }
        if arguments.count == 2 { return applyTwo(function, arguments[0], arguments[1]) }
        let argument = arguments[0]
        if function.isOdd, Self.leadsWithMinus(argument) {
            return product([.integer(-1), apply(function, [Self.opposite(argument)])])
        }
        if function.isEven, Self.leadsWithMinus(argument) { return apply(function, [Self.opposite(argument)]) }
        switch function {
        case .exp: return exponential(argument)
        case .log: return logarithm(argument)
        case .abs: return absolute(argument)
        case .sign: return isPositive(argument) ? .one : .function(.sign, arguments)
        default: return SpecialAngles.value(function, argument) ?? .function(function, arguments)
        }
    }

    private func folded(_ function: Function, _ arguments: [Expression]) -> Expression? {
        let numbers = arguments.compactMap(Coefficient.init)
        guard numbers.count == arguments.count else { return nil }
        if let exact = exactValue(function, numbers) { return .rational(exact) }
        let isMeasured = numbers.contains {
            if case .measured = $0 { true } else { false }
        }
        guard isMeasured else { return nil }
        let value = RealFunctions.value(function, numbers[0].value, numbers.last?.value ?? 0)
        return value.isFinite ? .real(value) : nil
    }

    private func exactValue(_ function: Function, _ numbers: [Coefficient]) -> Rational? {
        guard case .exact(let first) = numbers[0] else { return nil }
        switch function {
        case .abs: return first.isNegative ? first.negated : first
        case .sign: return first == .zero ? .zero : first.isNegative ? .minusOne : .one
        case .step: return first.isNegative ? .zero : .one
        case .floor:
            let (quotient, remainder) = first.numerator.quotientAndRemainder(dividingBy: first.denominator)
            return Rational(remainder < 0 ? quotient - 1 : quotient)
        case .exp, .cos, .cosh: return first == .zero ? .one : nil
        case .log, .acos: return first == .one ? .zero : nil
        case .sin, .tan, .asin, .atan, .sinh, .tanh: return first == .zero ? .zero : nil
        case .min, .max:
            guard case .exact(let second) = numbers[1] else { return nil }
            return function == .min ? min(first, second) : max(first, second)
        case .mod: return nil
        }
    }

    private func applyTwo(_ function: Function, _ first: Expression, _ second: Expression) -> Expression {
        switch function {
        case .min, .max:
            if first == second { return first }
            let isOrdered = ExpressionOrder.compare(first, second) < 0
            return .function(function, isOrdered ? [first, second] : [second, first])
        default: return .function(function, [first, second])
        }
    }

    private func exponential(_ argument: Expression) -> Expression {
        if argument == .one { return .constant(.e) }
        if let plain = Self.withoutLogarithm(argument, power) { return plain }
        guard case .sum(let terms) = argument else { return .function(.exp, [argument]) }
        let outside = terms.compactMap { Self.withoutLogarithm($0, power) }
        if outside.isEmpty { return .function(.exp, [argument]) }
        let inside = terms.filter { Self.withoutLogarithm($0, power) == nil }
        return product(outside + [apply(.exp, [sum(inside)])])
    }

    /// `exp` of `log(x)` or of a number times `log(x)`; nil for other arguments.
    private static func withoutLogarithm(
        _ argument: Expression, _ power: (Expression, Expression) -> Expression
    ) -> Expression? {
        let (number, rest) = splitCoefficient(argument)
        guard case .function(.log, let inner) = rest else { return nil }
        return power(inner[0], number.expression)
    }

    private func logarithm(_ argument: Expression) -> Expression {
        switch argument {
        case .constant(.e): return .one
        case .function(.exp, let inner): return inner[0]
        case .rational(let value) where value.numerator == 1 && value.denominator > 1:
            return .product([.integer(-1), .function(.log, [.integer(value.denominator)])])
        case .power(let base, .rational(let exponent)):
            // An even power is positive for negative x too, where log(x) has no value.
            let isEven = exponent.isInteger && exponent.numerator % 2 == 0
            guard !isEven || isPositive(base) else { return .function(.log, [argument]) }
            return product([.rational(exponent), apply(.log, [base])])
        case .power(let base, let exponent) where isPositive(base):
            return product([exponent, apply(.log, [base])])
        default: return .function(.log, [argument])
        }
    }

    private func absolute(_ argument: Expression) -> Expression {
        if isNonNegative(argument) { return argument }
        switch argument {
        case .product(let factors):
            let outside = factors.filter { Coefficient($0) != nil || isNonNegative($0) }
            if outside.isEmpty { return .function(.abs, [argument]) }
            let inside = factors.filter { Coefficient($0) == nil && !isNonNegative($0) }
            let rest = inside.count == 1 ? inside[0] : .product(inside)
            return product(outside.map { Coefficient($0) == nil ? $0 : apply(.abs, [$0]) } + [apply(.abs, [rest])])
        default: return .function(.abs, [argument])
        }
    }

    /// Whether the number in front of the first term is negative.
    private static func leadsWithMinus(_ expression: Expression) -> Bool {
        if case .sum(let terms) = expression { return terms.first?.hasMinusSign ?? false }
        return expression.hasMinusSign
    }

    private static func opposite(_ expression: Expression) -> Expression {
        if case .sum(let terms) = expression { return .sum(terms.map(\.withOppositeSign)) }
        return expression.withOppositeSign
    }
}
