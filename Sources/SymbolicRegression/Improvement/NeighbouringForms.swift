import Expressions

/// The forms one step away from a formula: one exponent, one term, one function, one mean or one factor of a term is another.
///
/// A search under noise often ends beside the law: with c in the place of c^2, or a quotient where a root belongs. What was
/// changed is scaled so that the new formula starts near the old one; its numbers are for a fit.
struct NeighbouringForms {
    /// Names of the inputs.
    let inputs: [String]
    /// Typical size of a part of the formula.
    let typicalSize: (Expression) -> Double
    /// Range of a part of the formula over the rows; nil where it is not finite.
    let range: (Expression) -> ClosedRange<Double>?

    private static let steps = [1, -1].flatMap { sign in [(sign, 1), (sign, 2)] }.compactMap { Rational($0.0, $0.1) }
    private static let exponentsOfParts = [(1, 2), (1, 1), (3, 2), (2, 1)].flatMap { top, bottom in
        [Rational(top, bottom), Rational(-top, bottom)].compactMap { $0 }
    }
    /// Where a term is added, its size before the fit, relative to that of another one.
    private static let shareOfNewTerm = 0.01
    /// Exponents of inputs beyond this are left alone.
    private static let largestExponent = 4.0

    /// The neighbours, not simplified, in the order of the parts of the formula.
    ///
    /// - Complexity: O(parts · inputs) formulas.
    func neighbours(of formula: Expression) -> [Expression] {
        var result: [Expression] = []
        func visit(_ node: Expression, _ rebuild: @escaping (Expression) -> Expression) {
            result += variants(of: node).map(rebuild)
            // Powers are changed as a whole; numbers and exponents have no parts.
            let children =
                switch node {
                case .power(.variable, _): [Expression]()
                case .power(let base, _): [base]
                default: node.children
                }
            for (k, child) in children.enumerated() {
                visit(child) { new in
                    var changed = node.children
                    changed[k] = new
                    return rebuild(node.replacingChildren(changed))
                }
            }
        }
        visit(formula) { $0 }
        return result + timesInputs(formula)
    }

    private func variants(of node: Expression) -> [Expression] {
        switch node {
        case .variable: return powers(of: node, exponent: .one)
        case .power(.variable(let name), .rational(let exponent)):
            return powers(of: .variable(name), exponent: exponent)
        case .power(let base, .rational(let exponent)) where !base.variables.isEmpty:
            return otherExponents(of: base, than: exponent) + otherMeans(of: node)
        case .sum(let parts): return otherTerms(parts)
        case .product: return otherMeans(of: node)
        case .function(_, let arguments) where !node.variables.isEmpty:
            return otherExponents(of: node, than: .one) + quotient(of: arguments[0], like: node)
                + (arguments.count == 1 ? timesInputs(arguments[0]).map { node.replacingChildren([$0]) } : [])
        default: return []
        }
    }

    /// An input with the exponents next to its own; without it where that is zero.
    private func powers(of input: Expression, exponent: Rational) -> [Expression] {
        Self.steps.compactMap { step in
            guard let next = exponent.adding(step), abs(next.doubleValue) <= Self.largestExponent else { return nil }
            return scaled(next == .zero ? .one : input.raised(to: next), like: input.raised(to: exponent))
        }
    }

    /// The part with other exponents, and times the power of one of its terms that keeps the dimension: 1/(a^2 + b^2) and
    /// 1/(a*sqrt(a^2 + b^2)) are neighbours.
    private func otherExponents(of base: Expression, than exponent: Rational) -> [Expression] {
        let terms =
            if case .sum(let parts) = base { parts.compactMap { ShapeOfProduct.monomial($0)?.product } } else {
                [Expression]()
            }
        return Self.exponentsOfParts.filter { $0 != exponent }.flatMap { other -> [Expression] in
            let part = base.raised(to: exponent)
            let missing = other.negated.flatMap { exponent.adding($0) }
            let kept = terms.map { term in missing.map { term.raised(to: $0) } ?? .one }
            return ([.one] + kept).compactMap { scaled(base.raised(to: other) * $0, like: part) }
        }
    }

    /// The part with the arithmetic in place of the geometric mean of two inputs, sqrt(a b): over a decade they differ little.
    private func otherMeans(of part: Expression) -> [Expression] {
        let roots: [Expression]
        switch part {
        case .product(let factors):
            roots = factors.compactMap { factor in
                guard case .power(let base, .rational(let exponent)) = factor, exponent.denominator == 2 else {
                    return nil
                }
                return base
            }
        case .power(.product(let bases), .rational(let exponent)) where exponent.denominator == 2: roots = bases
        default: return []
        }
        let inputs = roots.filter { if case .variable = $0 { true } else { false } }
        return inputs.indices.flatMap { k in
            inputs[..<k].flatMap { other in
                [1, -1].compactMap { sign -> Expression? in
                    guard let half = Rational(-sign, 2) else { return nil }
                    let mean = Expression.sum([other, inputs[k]]).raised(to: sign)
                    return scaled(part * mean * other.raised(to: half) * inputs[k].raised(to: half), like: part)
                }
            }
        }
    }

    /// (a + b z)/(1 + c z) in place of a function of a product z, equal to it at both ends of the rows and in the middle.
    private func quotient(of argument: Expression, like function: Expression) -> [Expression] {
        guard case .function(let name, let arguments) = function, arguments.count == 1,
            let (number, product) = ShapeOfProduct.monomial(argument), let range = range(product)
        else { return [] }
        let z = [range.lowerBound, (range.lowerBound + range.upperBound) / 2, range.upperBound]
        let y = z.map { Expression.function(name, [.real(number * $0)]).numericValue([:]) }
        let step = z[1] - z[0]
        let c = (y[0] + y[2] - 2 * y[1]) / (2 * z[1] * y[1] - z[0] * y[0] - z[2] * y[2])
        let b = (y[1] - y[0] + c * (z[1] * y[1] - z[0] * y[0])) / step
        let a = y[0] + c * z[0] * y[0] - b * z[0]
        guard [a, b, c].allSatisfy({ $0.isFinite && $0 != 0 }), z.allSatisfy({ 1 + c * $0 > 0 }) else { return [] }
        // With b in front it joins the number that is there.
        return [.real(b) * (.real(a / b) + product) / (.one + .real(c) * product)]
    }

    /// The sum without one of its terms, and with one of them multiplied or divided by an input, in its place or beside it.
    private func otherTerms(_ parts: [Expression]) -> [Expression] {
        parts.indices.flatMap { k -> [Expression] in
            var others = parts
            others.remove(at: k)
            let without = others.count == 1 ? others[0] : Expression.sum(others)
            return [without]
                + timesInputs(parts[k]).flatMap { term -> [Expression] in
                    [.sum(others + [term]), .sum(parts + [.real(Self.shareOfNewTerm) * term])]
                }
        }
    }

    /// The part multiplied and divided by each input.
    private func timesInputs(_ part: Expression) -> [Expression] {
        inputs.flatMap { name in
            [1, -1].compactMap { scaled(part * Expression.variable(name).raised(to: $0), like: part) }
        }
    }

    /// The part times the number that gives it the size of another one.
    private func scaled(_ part: Expression, like other: Expression) -> Expression? {
        let ratio = typicalSize(other) / typicalSize(part)
        guard ratio.isFinite, ratio > 0 else { return nil }
        return .real(ratio) * part
    }
}
