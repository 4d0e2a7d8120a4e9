extension Simplifier {
    /// The canonical product of canonical factors.
    func product(_ factors: [Expression]) -> Expression { product(factors, rounds: 4) }

    private func product(_ factors: [Expression], rounds: Int) -> Expression {
        var parts = ProductParts(simplifier: self)
        factors.forEach { parts.multiply(by: $0) }
        if parts.coefficient.isZero { return parts.coefficient.expression }
        var powers: [Expression] = []
        var isSettled = true
        for (base, exponents) in parts.powers {
            let exponent = exponents.count == 1 ? exponents[0] : sum(exponents)
            guard exponents.count > 1 else {
                powers.append(Self.plainPower(base, exponent))
                continue
            }
            let combined = power(base, exponent)
            powers.append(combined)
            // Combined powers can be numbers, products or powers of something else that meet the other factors again.
            if case .power(base, exponent) = combined { continue }
            if combined == base || combined == .one { continue }
            if case .function(.exp, _) = combined { continue }
            isSettled = false
        }
        if !isSettled, rounds > 0 {
            return product(
                [parts.coefficient.expression] + parts.unfit + parts.rootFactors + powers, rounds: rounds - 1)
        }
        return assembled(parts, powers.filter { $0 != .one })
    }

    static func plainPower(_ base: Expression, _ exponent: Expression) -> Expression {
        if exponent == .one { return base }
        if base == .constant(.e) { return .function(.exp, [exponent]) }
        return .power(base, exponent)
    }

    private func assembled(_ parts: ProductParts, _ powers: [Expression]) -> Expression {
        var coefficient = parts.coefficient
        var factors = powers
        let roots = NumberRoots.presented(parts.roots, &coefficient)
        factors = mergedRoots(factors, numbers: roots)
        factors = parts.unfit + ExpressionOrder.sortedFactors(factors)
        if coefficient.isOne, factors.count == 1 { return factors[0] }
        if factors.count == 1, case .sum(let terms) = factors[0] {
            return numberTimesSum(coefficient, terms)
        }
        if factors.isEmpty { return coefficient.expression }
        return .product(coefficient.isOne ? factors : [coefficient.expression] + factors)
    }

    private func numberTimesSum(_ number: Coefficient, _ terms: [Expression]) -> Expression {
        let factored = Expression.product([number.expression, .sum(terms)])
        guard let distributed = Self.distributed(number, over: terms) else { return factored }
        let expanded = Expression.sum(distributed)
        // With a measured number in front, each term would get its own rounding: keep the number outside unless shorter.
        if case .measured = number { return expanded.complexity < factored.complexity ? expanded : factored }
        return expanded.complexity <= factored.complexity ? expanded : factored
    }

    /// Powers with the same fraction as exponent written as one root where that is valid: all bases but one positive.
    private func mergedRoots(_ powers: [Expression], numbers: [(base: Int, exponent: Rational)]) -> [Expression] {
        var result: [Expression] = []
        var groups: [(size: Rational, members: [(base: Expression, isInverse: Bool)])] = []
        func member(_ base: Expression, _ exponent: Rational) {
            let size = exponent.isNegative ? exponent.negated ?? exponent : exponent
            let entry = (base, exponent.isNegative)
            if let index = groups.firstIndex(where: { $0.size == size }) {
                groups[index].members.append(entry)
            } else {
                groups.append((size, [entry]))
            }
        }
        for (base, exponent) in numbers { member(.integer(base), exponent) }
        for power in powers {
            if case .power(let base, .rational(let exponent)) = power, !exponent.isInteger {
                member(base, exponent)
            } else {
                result.append(power)
            }
        }
        for group in groups {
            let uncertain = group.members.filter { !isPositive($0.base) }
            var merged = group.members
            if uncertain.count > 1 {
                merged = group.members.filter { isPositive($0.base) }
                for (base, isInverse) in uncertain {
                    result.append(.power(base, .rational(isInverse ? group.size.negated ?? group.size : group.size)))
                }
            }
            if merged.isEmpty { continue }
            // All below the fraction line: one root there. Otherwise one root above it with inverses inside.
            let areAllInverse = merged.allSatisfy(\.isInverse)
            let bases = merged.map { $0.isInverse && !areAllInverse ? power($0.base, .integer(-1)) : $0.base }
            let base = bases.count == 1 ? bases[0] : product(bases)
            result.append(.power(base, .rational(areAllInverse ? group.size.negated ?? group.size : group.size)))
        }
        return result
    }
}
