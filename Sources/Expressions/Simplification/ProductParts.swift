/// A product taken apart: a number, roots of integers, and powers collected by base.
struct ProductParts {
    private let simplifier: Simplifier
    /// The product of the numbers.
    private(set) var coefficient = Coefficient.one
    /// Numbers whose product with the others does not fit in machine integers.
    private(set) var unfit: [Expression] = []
    /// Roots of exact positive numbers.
    private(set) var roots: [(base: Rational, exponent: Rational)] = []
    /// Bases in order of appearance, each with the exponents to add up.
    private(set) var powers: [(base: Expression, exponents: [Expression])] = []
    private var places = ExpressionIndex()

    init(simplifier: Simplifier) { self.simplifier = simplifier }

    /// The roots as factors.
    var rootFactors: [Expression] { roots.map { .power(.rational($0.base), .rational($0.exponent)) } }

    /// Takes in a canonical factor.
    mutating func multiply(by factor: Expression) {
        if let number = Coefficient(factor) { return multiply(by: number) }
        switch factor {
        case .product(let inner): inner.forEach { multiply(by: $0) }
        case .power(let base, .rational(let exponent)) where !exponent.isInteger: multiply(byRoot: base, exponent)
        case .power(let base, let exponent): add(base, exponent)
        case .function(.exp, let arguments): add(.constant(.e), arguments[0])
        case .sum(let terms):
            let (content, primitive) = Simplifier.normalized(terms)
            if content != .one { multiply(by: Coefficient.exact(content)) }
            add(.sum(primitive), .one)
        default: add(factor, .one)
        }
    }

    private mutating func multiply(by number: Coefficient) {
        if let product = coefficient.multiplied(by: number) {
            coefficient = product
        } else {
            unfit.append(number.expression)
        }
    }

    private mutating func add(_ base: Expression, _ exponent: Expression) {
        if let place = places.place(of: base) {
            powers[place].exponents.append(exponent)
        } else {
            places.append(base)
            powers.append((base, [exponent]))
        }
    }

    /// A power with a fraction as exponent: positive factors of the base become powers of their own.
    private mutating func multiply(byRoot base: Expression, _ exponent: Rational) {
        var others: [Expression] = []
        func isExactPositive(_ value: Expression) -> Rational? {
            if case .rational(let number) = value, number > .zero { return number }
            return nil
        }
        if let number = isExactPositive(base) { return roots.append((number, exponent)) }
        switch base {
        case .product(let factors):
            for factor in factors {
                if let number = isExactPositive(factor) {
                    roots.append((number, exponent))
                } else if case .rational(let number) = factor, number != .minusOne, let size = number.negated {
                    roots.append((size, exponent))
                    others.append(.integer(-1))
                } else if case .real(let number) = factor, number < 0, number != -1 {
                    addSimplePower(.real(-number), exponent)
                    others.append(.integer(-1))
                } else if simplifier.isPositive(factor) {
                    addSimplePower(factor, exponent)
                } else {
                    others.append(factor)
                }
            }
        case .sum(let terms):
            var (content, primitive) = Simplifier.normalized(terms)
            if content.isNegative, let size = content.negated,
                let opposite = Simplifier.distributed(.exact(.minusOne), over: primitive)
            {
                (content, primitive) = (size, opposite)
            }
            if content != .one { roots.append((content, exponent)) }
            others.append(.sum(primitive))
        default: others.append(base)
        }
        if others.count == 1 {
            addSimplePower(others[0], exponent)
        } else if !others.isEmpty {
            add(.product(others), .rational(exponent))
        }
    }

    /// A root of something that is neither a product nor an exact number.
    private mutating func addSimplePower(_ base: Expression, _ exponent: Rational) {
        switch base {
        case .power, .function(.exp, _), .real:
            let power = simplifier.power(base, .rational(exponent))
            if case .power(let inner, .rational(let outer)) = power, !outer.isInteger {
                add(inner, .rational(outer))
            } else {
                multiply(by: power)
            }
        default: add(base, .rational(exponent))
        }
    }
}
