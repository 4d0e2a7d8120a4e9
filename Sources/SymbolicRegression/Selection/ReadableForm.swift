import Expressions

/// Rewrites formulas into the form that people write, by exact identities only.
///
/// Denominators inside sums are cleared and common factors pulled out (`G*(1 - r2/r1)/r2` becomes
/// `G*(r1 - r2)/(r1*r2)`), squares are completed (`a^2 - 2*a*b + b^2` becomes `(a - b)^2`), and constants leave
/// exponentials (`exp(-x - 0.69)` becomes `0.5*exp(-x)`). Divisors of roots go into them (`RootFactors`), and what is
/// switched on where it is zero becomes a maximum (`StepProducts`).
enum ReadableForm {
    /// Rewritten forms of a formula, not simplified; any may be longer than the formula itself.
    ///
    /// - Parameter positive: variables that are positive: roots of powers of them are powers.
    static func alternatives(to expression: Expression, assumingPositive positive: Set<String> = []) -> [Expression] {
        let forms =
            [
                rewritten(expression, positive) { factored($0, completingSquares: false) },
                rewritten(expression, positive) { factored($0, completingSquares: true) },
                rewritten(expression, positive) { terms in .sum(completeSquares(terms) ?? terms) },
                rewritten(expression, positive) { factored($0, completingSquares: true, constantsOnly: true) },
                rewritten(expression, positive) { .sum($0) },
                rewritten(expression, positive) { .sum(StepProducts.joined($0) ?? $0) },
            ]
            + RootFactors.Kind.allCases.flatMap { kind in
                [true, false].map { isFirst in
                    let roots = RootFactors(kind: kind, positive: positive, multipliesOutFirst: isFirst)
                    return rewritten(expression, positive, rewriteProduct: roots.takenIn) { .sum($0) }
                }
            }
        return forms.filter { $0 != expression }
    }

    /// Applies the rewriting of sums, and of constants in exponentials, from the leaves up.
    private static func rewritten(
        _ node: Expression, _ positive: Set<String>, rewriteProduct: ([Expression]) -> Expression? = { _ in nil },
        rewriteSum: ([Expression]) -> Expression
    ) -> Expression {
        let children = node.children
        guard !children.isEmpty else { return node }
        let inner = node.replacingChildren(
            children.map { rewritten($0, positive, rewriteProduct: rewriteProduct, rewriteSum: rewriteSum) }
        ).simplified(assumingPositive: positive)
        switch inner {
        case .sum(let terms): return rewriteSum(terms)
        case .product(let factors): return rewriteProduct(factors) ?? inner
        case .power: return rewriteProduct([inner]) ?? inner
        case .function(.exp, let arguments):
            guard case .sum(let terms) = arguments[0] else { return inner }
            var (constant, rest) = (0.0, [Expression]())
            for term in terms {
                if case .real(let value) = term { constant += value } else { rest.append(term) }
            }
            guard constant != 0, abs(constant) < 500 else { return inner }
            return .real(Elementary.exp(constant)) * .apply(.exp, .sum(rest))
        default: return inner
        }
    }

    /// The sum as (common powers) * (what is left).
    private static func factored(
        _ terms: [Expression], completingSquares: Bool, constantsOnly: Bool = false
    ) -> Expression {
        let read = terms.compactMap { MonomialTerm($0) }
        guard read.count == terms.count, terms.count > 1 else { return .sum(terms) }
        var common: [(base: Expression, exponent: Rational)] = []
        for base in read.flatMap({ $0.powers.map(\.base) }) where !common.contains(where: { $0.base == base }) {
            if case .real = base { continue }
            if constantsOnly, !base.variables.isEmpty { continue }
            let least = read.map { $0.exponent(of: base) }.min() ?? .zero
            if least != .zero { common.append((base, least)) }
        }
        let rest = read.compactMap { $0.divided(by: common)?.expression.simplified() }
        guard rest.count == terms.count else { return .sum(terms) }
        let sum = Expression.sum((completingSquares ? completeSquares(rest) : nil) ?? rest)
        return common.isEmpty ? sum : .product(common.map { .power($0.base, .rational($0.exponent)) } + [sum])
    }

    /// The terms with every a^2 + 2 a b + b^2 replaced by (a + b)^2; nil when there is none.
    private static func completeSquares(_ terms: [Expression]) -> [Expression]? {
        var current = terms
        var changed = false
        search: while true {
            let read = current.map { MonomialTerm($0) }
            for i in current.indices {
                guard let a = read[i]?.squareRoot else { continue }
                for j in current.indices where j > i {
                    guard let b = read[j]?.squareRoot else { continue }
                    for (sign, k) in current.indices.flatMap({ k in [(2, k), (-2, k)] }) where k != i && k != j {
                        let cross = Expression.integer(sign) * a.expression * b.expression
                        guard cross.simplified() == current[k].simplified() else { continue }
                        let square = (a.expression + .integer(sign / 2) * b.expression).simplified().raised(to: 2)
                        current = current.indices.filter { ![i, j, k].contains($0) }.map { current[$0] } + [square]
                        changed = true
                        continue search
                    }
                }
            }
            return changed ? current : nil
        }
    }
}
