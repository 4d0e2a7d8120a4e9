extension Expression {
    /// The integer `value`.
    public static func integer(_ value: Int) -> Expression { .rational(Rational(value)) }
    /// 0.
    public static let zero = Expression.integer(0)
    /// 1.
    public static let one = Expression.integer(1)

    /// The sum of two trees, not simplified.
    public static func + (left: Expression, right: Expression) -> Expression { .sum([left, right]) }
    /// The difference of two trees, not simplified.
    public static func - (left: Expression, right: Expression) -> Expression { .sum([left, -right]) }
    /// The product of two trees, not simplified.
    public static func * (left: Expression, right: Expression) -> Expression { .product([left, right]) }
    /// The quotient of two trees, not simplified.
    public static func / (left: Expression, right: Expression) -> Expression {
        .product([left, .power(right, .integer(-1))])
    }
    /// The additive inverse, not simplified.
    public static prefix func - (operand: Expression) -> Expression { .product([.integer(-1), operand]) }

    /// The tree raised to an integer power.
    public func raised(to exponent: Int) -> Expression { .power(self, .integer(exponent)) }
    /// The tree raised to an exact power.
    public func raised(to exponent: Rational) -> Expression { .power(self, .rational(exponent)) }
    /// The square root.
    public var squareRoot: Expression {
        guard let half = Rational(1, 2) else { return self }
        return .power(self, .rational(half))
    }
    /// A function of one argument.
    public static func apply(_ function: Function, _ argument: Expression) -> Expression {
        .function(function, [argument])
    }

    /// The direct subtrees.
    public var children: [Expression] {
        switch self {
        case .rational, .real, .constant, .variable: []
        case .sum(let terms): terms
        case .product(let factors): factors
        case .power(let base, let exponent): [base, exponent]
        case .function(_, let arguments): arguments
        }
    }

    /// The same node over other subtrees, as many as `children` has.
    public func replacingChildren(_ new: [Expression]) -> Expression {
        switch self {
        case .rational, .real, .constant, .variable: self
        case .sum: .sum(new)
        case .product: .product(new)
        case .power: .power(new[0], new[1])
        case .function(let function, _): .function(function, new)
        }
    }

    /// Every variable replaced by `replacement(name)` where that is not nil. Not simplified.
    public func substituting(_ replacement: (String) -> Expression?) -> Expression {
        if case .variable(let name) = self { return replacement(name) ?? self }
        let old = children
        return old.isEmpty ? self : replacingChildren(old.map { $0.substituting(replacement) })
    }

    /// Names of the variables, in order of first appearance.
    public var variables: [String] {
        var seen: Set<String> = []
        var names: [String] = []
        func visit(_ node: Expression) {
            if case .variable(let name) = node {
                if seen.insert(name).inserted { names.append(name) }
            } else {
                node.children.forEach(visit)
            }
        }
        visit(self)
        return names
    }
}
