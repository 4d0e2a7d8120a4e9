import ExactAlgebra
import Expressions

/// Writes polynomials in state variables and symbols as readable expressions.
struct LawWriter {
    let system: PolynomialSystem

    /// The quantity with integer coefficients and an agreed sign, and the sign that was applied.
    ///
    /// Most coefficients of terms with even powers only are positive, on a tie most coefficients, on a tie the first one. Quadratic terms come first, then higher degrees, then
    /// linear terms. A product is written as one when that is shorter.
    func write(_ quantity: Polynomial) -> (expression: Expression, sign: Int) {
        if let product = productOfPowers(quantity) { return product }
        if let base = inverseAlone(quantity) { return (base, 1) }
        let terms = ordered(quantity)
        let signs = terms.map { coefficientSign($0.coefficient) }
        let squares = zip(terms, signs).filter { part, _ in
            part.exponents.contains { $0 > 0 } && part.exponents.allSatisfy { $0 % 2 == 0 }
        }
        let ofSquares = squares.reduce(0) { $0 + $1.1 }
        let balance = ofSquares != 0 ? ofSquares : signs.reduce(0, +)
        let sign = balance == 0 ? (signs.first ?? 1) : balance.signum()
        let signed = sign < 0 ? -quantity : quantity
        let expanded = expression(signed)
        var best = expanded
        if let product = factoredForm(signed), product.complexity < best.complexity { best = product }
        if let grouped = groupedForm(signed), 4 * grouped.complexity < 3 * best.complexity { best = grouped }
        if let squares = squaresForm(signed), squares.complexity < best.complexity { best = squares }
        if let angles = anglesForm(signed), angles.complexity < best.complexity { best = angles }
        if let rooted = rootedForm(signed), rooted.complexity < best.complexity { best = rooted }
        return (best, sign)
    }

    /// What an inverse or a root stands for, when it is conserved alone: with 1/q so is q.
    private func inverseAlone(_ quantity: Polynomial) -> Expression? {
        let terms = quantity.terms
        guard terms.count == 1, terms[0].exponents.reduce(0, +) == 1,
            let variable = terms[0].exponents.firstIndex(of: 1), variable >= system.baseCount,
            variable < system.variableCount,
            case .power(let base, .rational(let exponent)) = system.nameExpressions[variable], exponent < .zero
        else { return nil }
        return base
    }

    /// Sines and cosines of sums of angles behind the other terms.
    private func anglesForm(_ polynomial: Polynomial) -> Expression? {
        guard let (parts, rest) = AngleSums(system: system).split(polynomial) else { return nil }
        var terms: [Expression] = []
        if !rest.isZero {
            if case .sum(let more) = expression(rest) { terms = more } else { terms = [expression(rest)] }
        }
        terms += parts.map { part in
            let padding = [Int](repeating: 0, count: system.ring.variableCount - part.exponents.count)
            return product(
                coefficient: part.coefficient, powers: powers(part.exponents + padding, offset: 0) + [part.wave])
        }
        return terms.count == 1 ? terms[0] : .sum(terms)
    }

    /// Squares of sums and differences first, then the other terms.
    private func squaresForm(_ polynomial: Polynomial) -> Expression? {
        guard let (squares, rest) = SquaresOfDifferences(variableCount: system.variableCount).split(polynomial) else {
            return nil
        }
        func name(_ index: Int) -> Expression { system.nameExpressions[index] }
        var terms = squares.map { square in
            let second = square.isDifference ? .product([.integer(-1), name(square.second)]) : name(square.second)
            return product(
                coefficient: square.factor, powers: [Expression.sum([name(square.first), second]).raised(to: 2)])
        }
        if !rest.isZero {
            if case .sum(let more) = expression(rest) { terms += more } else { terms.append(expression(rest)) }
        }
        return terms.count == 1 ? terms[0] : .sum(terms)
    }

    /// Sums of products of sums.
    private func groupedForm(_ polynomial: Polynomial) -> Expression? {
        guard let (products, rest) = CommonFactors(system: system).split(polynomial) else { return nil }
        var terms = products.map { item -> Expression in
            let isNegative = ordered(item.left).allSatisfy { coefficientSign($0.coefficient) < 0 }
            let factors = [expression(isNegative ? -item.left : item.left), expression(item.right)]
            return .product(isNegative ? [.integer(-1)] + factors : factors)
        }
        if !rest.isZero {
            if case .sum(let more) = expression(rest) { terms += more } else { terms.append(expression(rest)) }
        }
        return terms.count == 1 ? terms[0] : .sum(terms)
    }

    /// With `b*b^(-1/2)` written as a root of b, for atoms v with v^n b = 1.
    private func rootedForm(_ polynomial: Polynomial) -> Expression? {
        var plain = polynomial
        var terms: [Expression] = []
        for relation in system.constraints.prefix(system.relationCount) {
            guard let variable = (0..<system.variableCount).last(where: { relation.degree(in: $0) > 0 }) else {
                continue
            }
            let parts = relation.coefficients(in: variable)
            guard let base = parts.last, parts.first?.constantValue == BigRational(-1),
                parts.dropFirst().dropLast().allSatisfy(\.isZero),
                case .power(let text, .rational(let unit)) = system.nameExpressions[variable]
            else { continue }
            for (power, coefficient) in plain.coefficients(in: variable).enumerated() where power > 0 {
                guard let quotient = coefficient.divided(exactlyBy: base), !quotient.isZero,
                    let exponent = unit.multiplied(by: Rational(power))?.adding(.one),
                    let monomial = system.ring.variable(variable).raised(to: power)
                else { continue }
                plain = plain - coefficient * monomial
                let factor: Expression? =
                    exponent == .zero ? nil : exponent == .one ? text : .power(text, .rational(exponent))
                for term in ordered(quotient) {
                    let inner = product(coefficient: term.coefficient, powers: powers(term.exponents, offset: 0))
                    guard let factor else {
                        terms.append(inner)
                        continue
                    }
                    if case .product(let factors) = inner {
                        terms.append(.product(factors + [factor]))
                    } else {
                        terms.append(inner == .one ? factor : .product([inner, factor]))
                    }
                }
            }
        }
        guard !terms.isEmpty else { return nil }
        if !plain.isZero {
            if case .sum(let others) = expression(plain) {
                terms = others + terms
            } else {
                terms.insert(expression(plain), at: 0)
            }
        }
        return terms.count == 1 ? terms[0] : .sum(terms)
    }

    /// A combination of logarithms with small whole coefficients as a product of powers.
    private func productOfPowers(_ quantity: Polynomial) -> (expression: Expression, sign: Int)? {
        var factors: [(base: Expression, exponent: Int)] = []
        var growth: Expression?
        for term in ordered(quantity) {
            if let time = system.timeVariable, term.exponents[time] == 1, term.exponents.reduce(0, +) == 1 {
                growth = product(coefficient: term.coefficient, powers: [system.nameExpressions[time]])
                continue
            }
            guard let number = term.coefficient.constantValue?.machineInteger,
                term.exponents.reduce(0, +) == 1, let variable = term.exponents.firstIndex(of: 1),
                system.logarithms.contains(variable) || system.timeLogarithms.contains(variable),
                case .function(.log, let arguments) = system.nameExpressions[variable]
            else { return nil }
            factors.append((arguments[0], number))
        }
        guard !factors.isEmpty else { return nil }
        if let rate = growth, factors.count == 1, factors[0].exponent.magnitude > 12 {
            // One factor with a large power: its root does as well.
            growth = (rate / .integer(Int(factors[0].exponent.magnitude))).simplified()
            factors[0].exponent = factors[0].exponent.signum()
        }
        guard factors.allSatisfy({ $0.exponent.magnitude <= 12 }) else { return nil }
        let sign = factors.reduce(0) { $0 + $1.exponent.signum() } < 0 ? -1 : 1
        let powers = factors.map { $0.exponent * sign == 1 ? $0.base : $0.base.raised(to: $0.exponent * sign) }
        if let growth {
            let exponent = sign < 0 ? (-growth).simplified() : growth
            return (.product([.apply(.exp, exponent)] + powers), sign)
        }
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
