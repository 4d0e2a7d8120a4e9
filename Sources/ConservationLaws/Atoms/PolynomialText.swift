import ExactAlgebra
import Expressions

/// Turns polynomials into expressions, each name into what it stands for.
struct PolynomialText {
    let nameExpressions: [Expression]

    /// The polynomial with squares of sums and differences taken out where there are some, otherwise expanded.
    func readable(_ polynomial: Polynomial) -> Expression {
        let count = polynomial.ring.variableCount
        guard let (squares, rest) = SquaresOfDifferences(variableCount: count).split(polynomial) else {
            return expression(polynomial)
        }
        var terms = squares.map { square in
            let second = nameExpressions[square.second]
            let base = Expression.sum([
                nameExpressions[square.first], square.isDifference ? .product([.integer(-1), second]) : second,
            ])
            return product(number: square.factor.constantValue ?? .one, powers: [base.raised(to: 2)])
        }
        if !rest.isZero {
            if case .sum(let more) = expression(rest) { terms += more } else { terms.append(expression(rest)) }
        }
        return terms.count == 1 ? terms[0] : .sum(terms)
    }

    /// The expanded expression; terms in the order of the polynomial.
    func expression(_ polynomial: Polynomial) -> Expression {
        let terms = polynomial.terms.map { term in
            product(number: term.coefficient, powers: powers(term.exponents))
        }
        switch terms.count {
        case 0: return .zero
        case 1: return terms[0]
        default: return .sum(terms)
        }
    }

    /// The factors of a monomial; powers of one variable are joined.
    func powers(_ exponents: [Int]) -> [Expression] {
        var result: [Expression] = []
        for (index, exponent) in exponents.enumerated() where exponent != 0 {
            let factor = power(nameExpressions[index], exponent)
            if case .power(let base, .rational(let number)) = factor, case .variable = base,
                let earlier = result.firstIndex(where: { Self.base(of: $0) == base }),
                let sum = Self.exponent(of: result[earlier]).adding(number)
            {
                result[earlier] = sum == .one ? base : .power(base, .rational(sum))
            } else {
                result.append(factor)
            }
        }
        return result.filter { Self.exponent(of: $0) != .zero }
    }

    private static func base(of factor: Expression) -> Expression {
        if case .power(let base, .rational) = factor { return base }
        return factor
    }

    private static func exponent(of factor: Expression) -> Rational {
        if case .power(_, .rational(let exponent)) = factor { return exponent }
        return .one
    }

    /// A power, with exponents of a power multiplied.
    func power(_ base: Expression, _ exponent: Int) -> Expression {
        if exponent == 1 { return base }
        if case .power(let inner, .rational(let old)) = base, let new = old.multiplied(by: Rational(exponent)) {
            return new == .one ? inner : .power(inner, .rational(new))
        }
        if case .function(.exp, let arguments) = base {
            return .apply(.exp, (.integer(exponent) * arguments[0]).simplified())
        }
        return base.raised(to: exponent)
    }

    func product(number: BigRational, powers: [Expression]) -> Expression {
        if powers.isEmpty { return LawWriter.number(number) }
        let factors = number == .one ? powers : [LawWriter.number(number)] + powers
        return factors.count == 1 ? factors[0] : .product(factors)
    }

    /// A name of a ring as an expression.
    static func name(_ name: String) -> Expression {
        for constant in NamedConstant.allCases where PolynomialReader.name(of: constant) == name {
            return .constant(constant)
        }
        return .variable(name)
    }
}
