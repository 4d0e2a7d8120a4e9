import Expressions

/// Writes a sum whose terms all have fitted numbers with one of these in front: 3.1 x + 6.2 y is 3.1 (x + 2 y).
///
/// The numbers inside are then ratios, which laws make simple, and what is in front is one number wherever the sum stands:
/// sqrt(a x^2 + b y^2) has the ratio b/a and the number sqrt(a).
enum PulledNumbers {
    /// The formula with numbers pulled out of all such sums; nil where there is none.
    static func applied(to formula: Expression) -> Expression? {
        let result = pulled(formula)
        return result == formula ? nil : result
    }

    private static func pulled(_ node: Expression) -> Expression {
        switch node {
        case .sum(let parts):
            let parts = parts.map(pulled)
            guard let (number, rest) = pulledSum(parts) else { return .sum(parts) }
            return .real(number) * rest
        case .power(.sum(let parts), .rational(let exponent)):
            let parts = parts.map(pulled)
            guard let (number, rest) = pulledSum(parts) else { return .power(.sum(parts), .rational(exponent)) }
            return .real(Elementary.pow(number, exponent.doubleValue)) * .power(rest, .rational(exponent))
        default:
            return node.children.isEmpty ? node : node.replacingChildren(node.children.map(pulled))
        }
    }

    /// The smallest size of a term's number and the sum divided by it; nil unless every term has a fitted number of its own.
    private static func pulledSum(_ parts: [Expression]) -> (number: Double, rest: Expression)? {
        let terms = parts.compactMap(fittedTerm)
        guard parts.count > 1, terms.count == parts.count,
            let number = terms.map({ abs($0.number) }).min(), number != 0, number.isFinite
        else { return nil }
        return (
            number,
            .sum(
                terms.map { term in
                    let ratio = term.number / number
                    return ratio == 1 ? term.rest : ratio == -1 ? -term.rest : .real(ratio) * term.rest
                })
        )
    }

    /// A term as a fitted number and what it multiplies.
    private static func fittedTerm(_ part: Expression) -> (number: Double, rest: Expression)? {
        if case .real(let number) = part { return (number, .one) }
        guard case .product(let factors) = part, case .real(let number) = factors.first else { return nil }
        let rest = Array(factors.dropFirst())
        return (number, rest.count == 1 ? rest[0] : .product(rest))
    }
}
