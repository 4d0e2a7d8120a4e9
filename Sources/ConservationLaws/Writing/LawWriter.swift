import ExactAlgebra
import Expressions

/// Writes polynomials in state variables and symbols as readable expressions.
struct LawWriter {
    let system: PolynomialSystem

    /// The quantity with integer coefficients and an agreed sign, and the sign that was applied.
    ///
    /// Most coefficients are positive; on a tie the first one is. Quadratic terms come first, then higher degrees, then
    /// linear terms. A product is written as one when that is shorter.
    func write(_ quantity: Polynomial) -> (expression: Expression, sign: Int) {
        let terms = ordered(quantity)
        let signs = terms.map { coefficientSign($0.coefficient) }
        let balance = signs.reduce(0, +)
        let sign = balance == 0 ? (signs.first ?? 1) : balance.signum()
        let signed = sign < 0 ? -quantity : quantity
        let expanded = expression(signed)
        if let product = factoredForm(signed), product.complexity < expanded.complexity { return (product, sign) }
        return (expanded, sign)
    }

    /// The expanded expression of a polynomial of the system's ring.
    func expression(_ polynomial: Polynomial) -> Expression {
        let terms = ordered(polynomial).map { term in
            product(coefficient: term.coefficient, powers: powers(term.exponents, offset: 0))
        }
        switch terms.count {
        case 0: return .zero
        case 1: return terms[0]
        default: return .sum(terms)
        }
    }

    private func factoredForm(_ polynomial: Polynomial) -> Expression? {
        guard polynomial.termCount > 2, polynomial.termCount <= 400, let factors = polynomial.factored(),
            factors.factors.count > 1 || factors.factors.first.map({ $0.multiplicity > 1 }) ?? false
        else { return nil }
        var list: [Expression] = factors.constant == .one ? [] : [Self.number(factors.constant)]
        for factor in factors.factors {
            let base = expression(factor.base)
            list.append(factor.multiplicity == 1 ? base : base.raised(to: factor.multiplicity))
        }
        return .product(list)
    }

    private func ordered(_ polynomial: Polynomial) -> [(exponents: [Int], coefficient: Polynomial)] {
        func rank(_ exponents: [Int]) -> Int {
            let degree = exponents.reduce(0, +)
            return degree == 1 ? .max - 1 : (degree == 0 ? .max : degree)
        }
        return polynomial.coefficients(variableCount: system.variableCount).sorted {
            let (left, right) = (rank($0.exponents), rank($1.exponents))
            return left == right ? $1.exponents.lexicographicallyPrecedes($0.exponents) : left < right
        }
    }

    private func coefficientSign(_ coefficient: Polynomial) -> Int {
        if let value = coefficient.constantValue { return value.sign }
        return coefficient.factored()?.constant.sign ?? 1
    }

    private func product(coefficient: Polynomial, powers: [Expression]) -> Expression {
        var factors: [Expression] = []
        if let value = coefficient.constantValue {
            if value != .one || powers.isEmpty { factors.append(Self.number(value)) }
        } else if let factored = coefficient.factored() {
            if factored.constant != .one { factors.append(Self.number(factored.constant)) }
            for factor in factored.factors {
                let base = symbolSum(factor.base)
                factors.append(factor.multiplicity == 1 ? base : base.raised(to: factor.multiplicity))
            }
        } else {
            factors.append(symbolSum(coefficient))
        }
        factors += powers
        return factors.count == 1 ? factors[0] : .product(factors)
    }

    /// A polynomial in the symbols only.
    private func symbolSum(_ polynomial: Polynomial) -> Expression {
        let terms = polynomial.terms.map { term -> Expression in
            let powers = powers(term.exponents, offset: 0)
            if term.coefficient == .one, !powers.isEmpty { return powers.count == 1 ? powers[0] : .product(powers) }
            return powers.isEmpty ? Self.number(term.coefficient) : .product([Self.number(term.coefficient)] + powers)
        }
        return terms.count == 1 ? terms[0] : .sum(terms)
    }

    private func powers(_ exponents: [Int], offset: Int) -> [Expression] {
        exponents.enumerated().compactMap { index, exponent in
            guard exponent > 0 else { return nil }
            let base = name(index)
            return exponent == 1 ? base : base.raised(to: exponent)
        }
    }

    private func name(_ index: Int) -> Expression {
        let name = system.ring.names[index]
        for constant in NamedConstant.allCases where PolynomialReader.name(of: constant) == name {
            return .constant(constant)
        }
        return .variable(name)
    }

    /// An exact number; beyond machine integers it is written in pieces of 18 digits.
    static func number(_ value: BigRational) -> Expression {
        if let top = value.numerator.machineInteger, let bottom = value.denominator.machineInteger,
            let small = Rational(top, bottom)
        {
            return .rational(small)
        }
        let top = wholeNumber(value.numerator.magnitude.description)
        let size = value.isInteger ? top : top / wholeNumber(value.denominator.description)
        return value.sign < 0 ? -size : size
    }

    private static func wholeNumber(_ digits: String) -> Expression {
        guard digits.count > 18 else { return .integer(Int(digits) ?? 0) }
        let low = Int(digits.suffix(18)) ?? 0
        let high = wholeNumber(String(digits.dropLast(18))) * Expression.integer(10).raised(to: 18)
        return low == 0 ? high : high + .integer(low)
    }
}
