import Expressions

/// Takes factors of a square root into the root and multiplies out there: sqrt(a^2*b^2 - 1)/b is sqrt(a^2 - 1/b^2).
///
/// Such forms are equal where all roots are real and what goes into the root is positive; who uses them compares values.
struct RootFactors {
    /// What goes into the root.
    enum Kind: CaseIterable {
        /// Powers of positive variables below the fraction bar.
        case divisors
        /// Other square roots.
        case roots
        /// Every factor with a variable.
        case everything
    }

    /// Which factors are taken in.
    let kind: Kind
    /// Variables that are positive in all rows.
    let positive: Set<String>
    /// Whether the first of several sums in the root is multiplied out, rather than the last one.
    let multipliesOutFirst: Bool

    private static let half = Rational(1, 2)

    /// The product with other factors inside its last square root.
    ///
    /// - Parameter factors: of a product.
    /// - Returns: nil when there is no root of a sum, and when nothing changes.
    func takenIn(_ factors: [Expression]) -> Expression? {
        guard
            let position = factors.lastIndex(where: {
                if case .power(let base, .rational(let exponent)) = $0 {
                    exponent == Self.half && !base.variables.isEmpty
                } else {
                    false
                }
            }), case .power(let base, let half) = factors[position]
        else { return nil }
        var outside: [Expression] = []
        var inside = [base]
        for (k, factor) in factors.enumerated() where k != position {
            if let square = square(factor) { inside.append(square) } else { outside.append(factor) }
        }
        let product = Expression.product(inside).simplified(assumingPositive: positive)
        guard case .product(let parts) = product else {
            return inside.count > 1 ? .product(outside + [.power(product, half)]) : nil
        }
        func isSum(_ part: Expression) -> Bool { if case .sum = part { true } else { false } }
        guard let sum = multipliesOutFirst ? parts.firstIndex(where: isSum) : parts.lastIndex(where: isSum),
            case .sum(let terms) = parts[sum]
        else { return nil }
        let others = parts.enumerated().filter { $0.offset != sum }.map(\.element)
        return .product(outside + [.power(.sum(terms.map { .product([$0] + others) }), half)])
    }

    /// The square of a factor that is taken in; nil for one that stays.
    private func square(_ factor: Expression) -> Expression? {
        guard case .power(let base, .rational(let exponent)) = factor,
            let doubled = exponent.multiplied(by: Rational(2))
        else { return kind == .everything && !factor.variables.isEmpty ? factor.raised(to: 2) : nil }
        switch kind {
        case .divisors:
            guard case .variable(let name) = base, positive.contains(name), exponent.numerator < 0 else { return nil }
        case .roots:
            guard exponent.denominator == 2 else { return nil }
        case .everything:
            guard !base.variables.isEmpty || exponent == Self.half else { return nil }
        }
        return doubled == .one ? base : base.raised(to: doubled)
    }
}
