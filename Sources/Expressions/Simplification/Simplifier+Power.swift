extension Simplifier {
    /// The canonical power of canonical parts.
    func power(_ base: Expression, _ exponent: Expression) -> Expression {
        if case .rational(let value) = exponent { return power(base, value) }
        if base == .one { return .one }
        if base == .constant(.e) { return apply(.exp, [exponent]) }
        if case .function(.exp, let arguments) = base { return apply(.exp, [product([arguments[0], exponent])]) }
        if case .real = exponent, let folded = foldedPower(base, exponent) { return folded }
        if case .real = base, let folded = foldedPower(base, exponent) { return folded }
        if case .power(let inner, let innerExponent) = base, isPositive(inner) {
            return power(inner, product([innerExponent, exponent]))
        }
        return .power(base, exponent)
    }

    private func foldedPower(_ base: Expression, _ exponent: Expression) -> Expression? {
        guard let left = Coefficient(base), let right = Coefficient(exponent) else { return nil }
        let value = RealFunctions.power(left.value, right.value)
        return value.isFinite ? .real(value) : nil
    }

    private func power(_ base: Expression, _ exponent: Rational) -> Expression {
        if exponent == .zero { return .one }
        if exponent == .one { return base }
        let plain = Expression.power(base, .rational(exponent))
        switch base {
        case .rational(let value): return power(of: value, exponent)
        case .real(0) where exponent.isNegative: return .power(base, .rational(.minusOne))
        case .real: return foldedPower(base, .rational(exponent)) ?? plain
        case .constant(.e): return apply(.exp, [.rational(exponent)])
        case .constant, .variable: return plain
        case .function(.exp, let arguments): return apply(.exp, [product([.rational(exponent), arguments[0]])])
        case .function(.abs, let arguments):
            return exponent.isInteger && exponent.numerator % 2 == 0 ? power(arguments[0], exponent) : plain
        case .function: return plain
        case .power(let inner, let innerExponent): return nestedPower(inner, innerExponent, exponent) ?? plain
        case .product(let factors):
            guard exponent.isInteger else { return product([plain]) }
            return product(factors.map { power($0, exponent) })
        case .sum(let terms):
            guard exponent.isInteger else { return product([plain]) }
            let (content, primitive) = Self.normalized(terms)
            guard content != .one, let outside = content.power(exponent.numerator) else { return plain }
            let inside = Expression.power(.sum(primitive), .rational(exponent))
            return Self.scaled(inside, by: .exact(outside))
        }
    }

    private func power(of value: Rational, _ exponent: Rational) -> Expression {
        let plain = Expression.power(.rational(value), .rational(exponent))
        if value == .one { return .one }
        if value == .zero { return exponent.isNegative ? .power(.zero, .rational(.minusOne)) : .zero }
        if exponent.isInteger {
            // Anything above this overflows for every base but 0, 1 and -1.
            guard abs(exponent.numerator) < 64 || value == .minusOne else { return plain }
            return value.power(exponent.numerator).map(Expression.rational) ?? plain
        }
        return value.isNegative ? plain : product([plain])
    }

    /// `(x^a)^b` as one power where that is valid for all real x for which the original is defined; nil otherwise.
    func nestedPower(_ inner: Expression, _ innerExponent: Expression, _ exponent: Rational) -> Expression? {
        let product = product([innerExponent, .rational(exponent)])
        if exponent.isInteger || isPositive(inner) { return power(inner, product) }
        guard case .rational(let first) = innerExponent else { return nil }
        // x^(1/2) is not negative and odd powers have the sign of x: where the outer root is defined, x is not negative.
        if !first.isInteger || first.numerator % 2 != 0 { return power(inner, product) }
        return power(apply(.abs, [inner]), product)
    }
}
