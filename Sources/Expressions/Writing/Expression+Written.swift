extension Expression {
    /// The formula the way people write it.
    ///
    /// Terms and factors keep their order, except that a sum does not begin with a minus sign if it has another term,
    /// and that a minus sign in front of a product disappears into a difference: `-(x - y)*z` is written `(y - x)*z`.
    /// - Complexity: O(nodes).
    public var written: WrittenFormula {
        switch self {
        case .rational(let value): Self.written(value)
        case .real(let value): value < 0 ? .negative(.decimal(-value)) : .decimal(value)
        case .constant(let constant): .constant(constant)
        case .variable(let name): .variable(name)
        case .sum(let terms): Self.writtenSum(terms)
        case .product(let factors): Self.writtenProduct(factors)
        case .power: Self.writtenProduct([self])
        case .function(let function, let arguments): .function(function, arguments.map(\.written))
        }
    }

    /// How long the formula is for a reader: the number of nodes of the printed formula seen as a binary tree.
    ///
    /// Every number, name, operator and function counts 1: `x*y` 3, `x^2` 3, `x/y` 3, `sqrt(x)` 2, `-x` 2, `a + b + c` 5,
    /// `x/2` 3, `-2*x` 3 (the sign belongs to the number), `x^(2/3)` 5.
    /// - Complexity: O(nodes).
    public var complexity: Int { written.nodeCount }

    private var writtenTerm: WrittenFormula {
        if case .product(let factors) = self { return Self.writtenProduct(factors, movesSign: false) }
        return written
    }

    private static func written(_ value: Rational) -> WrittenFormula {
        let top = WrittenFormula.integer(value.numerator.magnitude)
        let size = value.isInteger ? top : .quotient(top, .integer(value.denominator.magnitude))
        return value.isNegative ? .negative(size) : size
    }

    private static func writtenSum(_ terms: [Expression]) -> WrittenFormula {
        var all = terms.map { term in
            // A sum takes the sign of a term as it is, so no term needs to be turned around to lose it.
            let formula = term.writtenTerm
            if case .negative(let inner) = formula { return WrittenFormula.Term(isSubtracted: true, formula: inner) }
            return WrittenFormula.Term(isSubtracted: false, formula: formula)
        }
        guard let first = all.first else { return .integer(0) }
        if all.count == 1 { return terms[0].written }
        if first.isSubtracted, let positive = all.firstIndex(where: { !$0.isSubtracted }) {
            all.insert(all.remove(at: positive), at: 0)
        }
        return .sum(all)
    }

    private static func writtenProduct(_ original: [Expression], movesSign: Bool = true) -> WrittenFormula {
        var coefficient = Rational.one
        var isNegative = false
        var factors: [Expression] = []
        for factor in original {
            if case .rational(let value) = factor, let product = coefficient.multiplied(by: value) {
                coefficient = product
            } else if case .real(let value) = factor, value < 0 {
                isNegative.toggle()
                factors.append(.real(-value))
            } else {
                factors.append(factor)
            }
        }
        if coefficient.isNegative { isNegative.toggle() }
        if movesSign, isNegative, let index = factors.firstIndex(where: { $0.isMixedOdd }) {
            factors[index] = factors[index].oppositeOfMixed
            isNegative = false
        }
        var top: [WrittenFormula] = []
        var bottom: [WrittenFormula] = []
        if coefficient.numerator.magnitude != 1 { top.append(.integer(coefficient.numerator.magnitude)) }
        if coefficient.denominator != 1 { bottom.append(.integer(coefficient.denominator.magnitude)) }
        for factor in factors {
            if case .power(let base, let exponent) = factor, let positive = exponent.negatedIfNegativeNumber {
                bottom.append(writtenPower(base, positive))
            } else if case .power(let base, let exponent) = factor {
                top.append(writtenPower(base, exponent))
            } else {
                top.append(factor.written)
            }
        }
        let numerator = top.count > 1 ? .product(top) : top.first ?? .integer(1)
        if bottom.isEmpty { return signed(numerator, isNegative) }
        let denominator = bottom.count > 1 ? .product(bottom) : bottom[0]
        return signed(.quotient(numerator, denominator), isNegative)
    }

    private static func signed(_ formula: WrittenFormula, _ isNegative: Bool) -> WrittenFormula {
        guard isNegative else { return formula }
        if case .negative(let inner) = formula { return inner }
        return .negative(formula)
    }

    private static func writtenPower(_ base: Expression, _ exponent: Expression) -> WrittenFormula {
        if exponent == .one { return base.written }
        if case .rational(let value) = exponent, value.numerator == 1, value.denominator == 2 {
            return .squareRoot(base.written)
        }
        return .power(base.written, exponent.written)
    }

    /// The opposite of a negative number, nil for everything else.
    private var negatedIfNegativeNumber: Expression? {
        switch self {
        case .rational(let value) where value.isNegative: value.negated.map(Expression.rational)
        case .real(let value) where value < 0: .real(-value)
        default: nil
        }
    }

    /// Whether the sign of the tree can be moved into a difference: a sum with both signs, an odd power of one, an odd
    /// function of one.
    private var isMixedOdd: Bool {
        switch self {
        case .sum(let terms): terms.contains { $0.hasMinusSign } && !terms.allSatisfy { $0.hasMinusSign }
        case .power(let base, .rational(let exponent)):
            exponent.isInteger && exponent.numerator % 2 != 0 && base.isMixedOdd
        case .function(let function, let arguments): function.isOdd && arguments[0].isMixedOdd
        default: false
        }
    }

    private var oppositeOfMixed: Expression {
        switch self {
        case .sum(let terms): .sum(terms.map { $0.withOppositeSign })
        case .power(let base, let exponent): .power(base.oppositeOfMixed, exponent)
        case .function(let function, let arguments): .function(function, arguments.map { $0.oppositeOfMixed })
        default: self
        }
    }

    /// Whether the tree is a negative number or a product with a negative number in front.
    var hasMinusSign: Bool {
        switch self {
        case .rational(let value): value.isNegative
        case .real(let value): value < 0
        case .product(let factors): factors.first?.hasMinusSign ?? false
        default: false
        }
    }

    /// The opposite: the sign of the leading number changed, or a factor -1 put in front.
    var withOppositeSign: Expression {
        switch self {
        case .rational(let value): return value.negated.map(Expression.rational) ?? -self
        case .real(let value): return .real(-value)
        case .product(let factors):
            guard let first = factors.first else { return .integer(-1) }
            let rest = Array(factors.dropFirst())
            if case .rational(.minusOne) = first { return rest.count == 1 ? rest[0] : .product(rest) }
            switch first {
            case .rational, .real: return .product([first.withOppositeSign] + rest)
            default: return .product([.integer(-1)] + factors)
            }
        default: return -self
        }
    }
}
