/// What the function names of the formula language stand for.
enum FunctionNames {
    /// Every name, for suggestions.
    static let all: [String] =
        (Array(direct.keys) + Array(composed.keys)).sorted()

    /// Names of functions that are nodes of the tree.
    static let direct: [String: Function] = {
        var names: [String: Function] = [
            "ln": .log, "arcsin": .asin, "arccos": .acos, "arctan": .atan, "Abs": .abs, "sgn": .sign, "Min": .min,
            "Max": .max, "Mod": .mod,
        ]
        for function in Function.allCases { names[function.rawValue] = function }
        return names
    }()

    /// A function written in terms of others.
    struct Composed: Sendable {
        /// Numbers of arguments that it takes.
        var arities: [Int]
        /// How often the tree of the first argument is used.
        var uses: Int
        /// Builds the tree.
        var build: @Sendable ([Expression]) -> Expression
    }

    /// Names of functions that are written in terms of others.
    static let composed: [String: Composed] = [
        "sqrt": one { $0.squareRoot },
        "cbrt": one(uses: 2) { .apply(.sign, $0) * fraction(.apply(.abs, $0), 1, 3) },
        "square": one { $0.raised(to: 2) },
        "cube": one { $0.raised(to: 3) },
        "log10": one { .apply(.log, $0) / .apply(.log, .integer(10)) },
        "log2": one { .apply(.log, $0) / .apply(.log, .integer(2)) },
        "sec": one { .one / .apply(.cos, $0) },
        "csc": one { .one / .apply(.sin, $0) },
        "cot": one { .one / .apply(.tan, $0) },
        "asinh": one(uses: 2) { .apply(.log, $0 + ($0.raised(to: 2) + .one).squareRoot) },
        "arcsinh": one(uses: 2) { .apply(.log, $0 + ($0.raised(to: 2) + .one).squareRoot) },
        "acosh": one(uses: 2) { .apply(.log, $0 + ($0.raised(to: 2) - .one).squareRoot) },
        "arccosh": one(uses: 2) { .apply(.log, $0 + ($0.raised(to: 2) - .one).squareRoot) },
        "atanh": one(uses: 2) { .apply(.log, (.one + $0) / (.one - $0)) / .integer(2) },
        "arctanh": one(uses: 2) { .apply(.log, (.one + $0) / (.one - $0)) / .integer(2) },
        // The second argument is the value at 0, which is 1 for `step`.
        "Heaviside": Composed(arities: [2], uses: 3) {
            let step = Expression.apply(.step, $0[0])
            guard $0[1] != .one else { return step }
            return step - (.one - $0[1]) * (.one - .apply(.abs, .apply(.sign, $0[0])))
        },
        "pow": Composed(arities: [2], uses: 1) { .power($0[0], $0[1]) },
    ]

    private static func one(
        uses: Int = 1, _ build: @escaping @Sendable (Expression) -> Expression
    ) -> Composed {
        Composed(arities: [1], uses: uses) { build($0[0]) }
    }

    private static func fraction(_ base: Expression, _ top: Int, _ bottom: Int) -> Expression {
        .power(base, Rational(top, bottom).map(Expression.rational) ?? .one)
    }
}
