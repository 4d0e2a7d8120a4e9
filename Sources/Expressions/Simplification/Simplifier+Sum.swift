extension Simplifier {
    /// The canonical sum of canonical terms.
    func sum(_ terms: [Expression]) -> Expression {
        var flat: [Expression] = []
        var hasFactored = false
        func flatten(_ term: Expression) {
            if case .sum(let inner) = term {
                inner.forEach(flatten)
            } else {
                if Self.factoredSum(term) != nil { hasFactored = true }
                flat.append(term)
            }
        }
        terms.forEach(flatten)
        let kept = collected(flat)
        guard hasFactored else { return assembled(kept) }
        // A number times a sum among the terms is multiplied out where that does not make the whole longer.
        var expanded: [Expression] = []
        for term in flat {
            if let (number, inner) = Self.factoredSum(term), let scaled = Self.distributed(number, over: inner) {
                expanded += scaled
            } else {
                expanded.append(term)
            }
        }
        let first = assembled(kept)
        let second = assembled(collected(expanded))
        return second.complexity <= first.complexity ? second : first
    }

    /// Number and terms, if the expression is exactly a number times a sum.
    private static func factoredSum(_ term: Expression) -> (Coefficient, [Expression])? {
        guard case .product(let factors) = term, factors.count == 2, let number = Coefficient(factors[0]),
            case .sum(let inner) = factors[1]
        else { return nil }
        return (number, inner)
    }

    /// Every term multiplied by the number; nil on overflow.
    static func distributed(_ number: Coefficient, over terms: [Expression]) -> [Expression]? {
        var result: [Expression] = []
        for term in terms {
            let (coefficient, rest) = splitCoefficient(term)
            guard let product = coefficient.multiplied(by: number) else { return nil }
            result.append(scaled(rest, by: product))
        }
        return result
    }

    /// Like terms added up, zeros dropped, in canonical order.
    private func collected(_ terms: [Expression]) -> [Expression] {
        var entries: [(coefficient: Coefficient, rest: Expression)] = []
        var places = ExpressionIndex()
        for term in terms {
            let (coefficient, rest) = Self.splitCoefficient(term)
            if let place = places.place(of: rest), let total = entries[place].coefficient.adding(coefficient) {
                entries[place].coefficient = total
            } else {
                // Numbers whose sum does not fit in machine integers stay side by side.
                places.append(rest)
                entries.append((coefficient, rest))
            }
        }
        let nonZero = entries.filter { !$0.coefficient.isZero }
        return ExpressionOrder.sortedTerms(nonZero.map { Self.scaled($0.rest, by: $0.coefficient) })
    }

    /// A sum from collected terms; a common factor of the numbers goes in front where that is shorter.
    private func assembled(_ terms: [Expression]) -> Expression {
        guard terms.count > 1 else { return terms.first ?? .zero }
        let (content, primitive) = Self.content(of: terms)
        guard content != .one, content != .minusOne else { return .sum(terms) }
        let factored = Expression.product([.rational(content), .sum(primitive)])
        let expanded = Expression.sum(terms)
        return factored.complexity < expanded.complexity ? factored : expanded
    }

    /// The greatest common factor of the exact numbers in front of the terms, with the sign of the first one, and the
    /// terms without it; 1 and the terms themselves when there is a measured number among them, except for the sign.
    static func content(of terms: [Expression]) -> (Rational, [Expression]) {
        var top = 0
        var bottom = 1
        var isExact = true
        for term in terms {
            guard case .exact(let value) = leadingCoefficient(of: term) else {
                isExact = false
                break
            }
            top = greatestCommonDivisor(top, value.numerator)
            let common = greatestCommonDivisor(bottom, value.denominator)
            let (product, overflow) = (bottom / common).multipliedReportingOverflow(by: value.denominator)
            if overflow {
                isExact = false
                break
            }
            bottom = product
        }
        let isNegative = terms.first?.hasMinusSign ?? false
        var content = isExact && top != 0 ? Rational(top, bottom) ?? .one : .one
        if isNegative { content = content.negated ?? .one }
        guard content != .one, let inverse = content.inverse,
            let primitive = distributed(.exact(inverse), over: terms)
        else { return (.one, terms) }
        return (content, primitive)
    }

    /// A number and a sum whose product is the given sum, the same sum for every multiple of it.
    ///
    /// Either without fractions and common factors, or with 1 in front of one of the terms, whichever is shortest.
    static func normalized(_ terms: [Expression]) -> (Rational, [Expression]) {
        let (content, primitive) = content(of: terms)
        var best = (number: content, terms: primitive)
        var shortest: Int?
        var tried: [Rational] = [.one]
        for term in primitive {
            guard case .exact(let value) = leadingCoefficient(of: term) else { break }
            let size = value.isNegative ? value.negated ?? value : value
            if tried.contains(size) || tried.count > 6 { continue }
            tried.append(size)
            guard let number = content.multiplied(by: size), let inverse = size.inverse,
                let scaled = distributed(.exact(inverse), over: primitive)
            else { continue }
            let length = Expression.sum(scaled).complexity
            let limit = shortest ?? Expression.sum(primitive).complexity
            shortest = min(limit, length)
            if length < limit { best = (number, scaled) }
        }
        return best
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
        var (x, y) = (abs(a), abs(b))
        while y != 0 { (x, y) = (y, x % y) }
        return x
    }
}
