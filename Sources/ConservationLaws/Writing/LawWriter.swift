import ExactAlgebra
import Expressions

/// Writes polynomials in state variables and symbols as readable expressions.
struct LawWriter {
    let system: PolynomialSystem

    /// The quantity with integer coefficients and an agreed sign, and the sign that was applied.
    ///
    /// Most coefficients of squares are positive, on a tie most coefficients, on a tie the first one. Quadratic terms come first, then higher degrees, then
    /// linear terms. A product is written as one when that is shorter.
    func write(_ quantity: Polynomial) -> (expression: Expression, sign: Int) {
        if let product = productOfPowers(quantity) { return product }
        let terms = ordered(quantity)
        let signs = terms.map { coefficientSign($0.coefficient) }
        let squares = zip(terms, signs).filter { $0.0.exponents.contains(2) && $0.0.exponents.reduce(0, +) == 2 }
        let ofSquares = squares.reduce(0) { $0 + $1.1 }
        let balance = ofSquares != 0 ? ofSquares : signs.reduce(0, +)
        let sign = balance == 0 ? (signs.first ?? 1) : balance.signum()
        let signed = sign < 0 ? -quantity : quantity
        let expanded = expression(signed)
        if let product = factoredForm(signed), product.complexity < expanded.complexity { return (product, sign) }
        return (expanded, sign)
    }

    /// A combination of logarithms with small whole coefficients as a product of powers.
    private func productOfPowers(_ quantity: Polynomial) -> (expression: Expression, sign: Int)? {
        var factors: [(base: Expression, exponent: Int)] = []
        for term in ordered(quantity) {
            guard let number = term.coefficient.constantValue?.machineInteger, number.magnitude <= 12,
                term.exponents.reduce(0, +) == 1, let variable = term.exponents.firstIndex(of: 1),
                system.logarithms.contains(variable),
                case .function(.log, let arguments) = system.nameExpressions[variable]
            else { return nil }
            factors.append((arguments[0], number))
        }
        guard !factors.isEmpty else { return nil }
        let sign = factors.reduce(0) { $0 + $1.exponent.signum() } < 0 ? -1 : 1
        let powers = factors.map { $0.exponent * sign == 1 ? $0.base : $0.base.raised(to: $0.exponent * sign) }
        return (powers.count == 1 ? powers[0] : .product(powers), sign)
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
        PolynomialText(nameExpressions: system.nameExpressions).powers(exponents)
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
