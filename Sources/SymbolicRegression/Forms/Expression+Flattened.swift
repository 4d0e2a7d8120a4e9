import Expressions

extension Expression {
    /// The tree with sums in sums and products in products joined, everything else as it is: what a person would have
    /// written after putting one formula into another.
    var flattened: Expression {
        let inner = children.map(\.flattened)
        switch self {
        case .sum:
            return .sum(
                inner.flatMap { term -> [Expression] in
                    if case .sum(let terms) = term { return terms }
                    return [term]
                })
        case .product:
            return .product(
                inner.flatMap { factor -> [Expression] in
                    if case .product(let factors) = factor { return factors }
                    return [factor]
                })
        default: return inner.isEmpty ? self : replacingChildren(inner)
        }
    }
}
