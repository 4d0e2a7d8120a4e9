import Expressions

/// The same formula with constants set free, added or left out, where laws have them.
enum ConstantVariants {
    /// Every variant that changes one place.
    ///
    /// An offset goes; a number inside a function, a power or a sum with inputs becomes a fitted one; an argument of a function
    /// gets a factor.
    static func all(of expression: Expression) -> [Expression] {
        var result: [Expression] = []
        func rebuild(_ node: Expression, inside: Bool, _ context: (Expression) -> Expression) {
            switch node {
            case .sum(let terms):
                for (k, term) in terms.enumerated() where terms.count > 1 {
                    if isNumber(term) {
                        var rest = terms
                        rest.remove(at: k)
                        if case .real = term { result.append(context(rest.count == 1 ? rest[0] : .sum(rest))) }
                    }
                    if case .rational(let value) = term {
                        var changed = terms
                        changed[k] = .real(value.doubleValue)
                        result.append(context(.sum(changed)))
                    }
                }
            case .function(let function, let arguments) where arguments.count == 1:
                let (scale, rest) = split(arguments[0])
                if let scale, function != .log {
                    result.append(context(.apply(function, .real(scale) * rest)))
                }
            default: break
            }
            let children = node.children
            for (k, child) in children.enumerated() {
                if case .power = node, k == 1 { continue }
                rebuild(child, inside: true) { new in
                    var changed = children
                    changed[k] = new
                    return context(node.replacingChildren(changed))
                }
            }
        }
        rebuild(expression, inside: false) { $0 }
        return result
    }

    /// Measured numbers that are integers or halves as exact ones.
    static func exactHalves(_ expression: Expression) -> Expression {
        if case .real(let value) = expression {
            let twice = value * 2
            guard twice == twice.rounded(), abs(twice) < 200, let half = Rational(Int(twice), 2) else {
                return expression
            }
            return .rational(half)
        }
        let children = expression.children
        return children.isEmpty ? expression : expression.replacingChildren(children.map(exactHalves))
    }

    private static func isNumber(_ expression: Expression) -> Bool {
        switch expression {
        case .real, .rational, .constant: true
        default: false
        }
    }

    /// The exact factor of an argument and the rest; no factor when the argument has a fitted one already.
    private static func split(_ argument: Expression) -> (scale: Double?, rest: Expression) {
        guard case .product(let factors) = argument else {
            if case .sum(let terms) = argument, terms.contains(where: { !$0.realConstants.isEmpty }) {
                return (nil, argument)
            }
            return (1, argument)
        }
        var scale = 1.0
        var rest: [Expression] = []
        for factor in factors {
            if case .real = factor { return (nil, argument) }
            if factor.variables.isEmpty {
                scale *= factor.numericValue([:])
            } else {
                rest.append(factor)
            }
        }
        guard !rest.isEmpty, scale.isFinite, scale != 0 else { return (nil, argument) }
        return (scale, rest.count == 1 ? rest[0] : .product(rest))
    }
}
