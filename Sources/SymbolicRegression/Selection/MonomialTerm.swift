import Expressions

/// A summand as a rational coefficient times powers of bases with rational exponents.
struct MonomialTerm {
    /// The coefficient.
    var coefficient: Rational
    /// Bases in order of appearance, each with its exponent; bases are never products or powers with rational exponents.
    var powers: [(base: Expression, exponent: Rational)]

    /// Reads a summand; anything that is no rational number or power is a base of its own.
    init?(_ expression: Expression) {
        coefficient = .one
        powers = []
        let factors = if case .product(let list) = expression { list } else { [expression] }
        for factor in factors {
            switch factor {
            case .rational(let value):
                guard let product = coefficient.multiplied(by: value) else { return nil }
                coefficient = product
            case .power(let base, .rational(let exponent)):
                guard multiply(base, exponent) else { return nil }
            default:
                guard multiply(factor, .one) else { return nil }
            }
        }
    }

    private mutating func multiply(_ base: Expression, _ exponent: Rational) -> Bool {
        if let k = powers.firstIndex(where: { $0.base == base }) {
            guard let sum = powers[k].exponent.adding(exponent) else { return false }
            powers[k].exponent = sum
        } else {
            powers.append((base, exponent))
        }
        return true
    }

    /// Exponent of a base, 0 where it does not occur.
    func exponent(of base: Expression) -> Rational { powers.first { $0.base == base }?.exponent ?? .zero }

    /// The term divided by powers of bases; nil on overflow.
    func divided(by divisor: [(base: Expression, exponent: Rational)]) -> MonomialTerm? {
        var result = self
        for (base, exponent) in divisor {
            guard let negative = exponent.negated, result.multiply(base, negative) else { return nil }
        }
        return result
    }

    /// The term whose square this is, with a positive coefficient; nil when it is no square.
    var squareRoot: MonomialTerm? {
        guard !coefficient.isNegative, let top = Self.integerRoot(coefficient.numerator),
            let bottom = Self.integerRoot(coefficient.denominator), let root = Rational(top, bottom)
        else { return nil }
        var result = self
        result.coefficient = root
        for k in result.powers.indices {
            let exponent = result.powers[k].exponent
            guard exponent.isInteger, exponent.numerator % 2 == 0 else { return nil }
            result.powers[k].exponent = Rational(exponent.numerator / 2)
        }
        return result
    }

    /// The summand as a tree, not simplified.
    var expression: Expression {
        .product([.rational(coefficient)] + powers.map { .power($0.base, .rational($0.exponent)) })
    }

    private static func integerRoot(_ value: Int) -> Int? {
        guard value >= 0 else { return nil }
        let root = Int(Double(value).squareRoot().rounded())
        return root * root == value ? root : nil
    }
}
