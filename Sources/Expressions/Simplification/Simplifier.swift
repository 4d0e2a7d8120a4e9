/// One bottom-up pass of simplification: children first, then the rules of the node.
struct Simplifier {
    /// Variables known to be positive.
    let positive: Set<String>

    /// The tree after one pass.
    func simplify(_ expression: Expression) -> Expression {
        switch expression {
        case .rational, .constant, .variable: return expression
        case .real(let value): return value == 0 ? .real(0) : expression
        case .sum(let terms): return sum(terms.map(simplify))
        case .product(let factors): return product(factors.map(simplify))
        case .power(let base, let exponent): return power(simplify(base), simplify(exponent))
        case .function(let function, let arguments): return apply(function, arguments.map(simplify))
        }
    }

    /// Number in front and what is left; numbers themselves have the rest 1.
    static func splitCoefficient(_ term: Expression) -> (Coefficient, Expression) {
        if let number = Coefficient(term) { return (number, .one) }
        guard case .product(let factors) = term, let first = factors.first, let number = Coefficient(first) else {
            return (.one, term)
        }
        let rest = Array(factors.dropFirst())
        return (number, rest.count == 1 ? rest[0] : .product(rest))
    }

    /// The number in front.
    static func leadingCoefficient(of term: Expression) -> Coefficient {
        if case .product(let factors) = term { return factors.first.flatMap(Coefficient.init) ?? .one }
        return Coefficient(term) ?? .one
    }

    /// A coefficient times something in canonical form, without looking for further rules.
    static func scaled(_ rest: Expression, by coefficient: Coefficient) -> Expression {
        if rest == .one { return coefficient.expression }
        if coefficient.isOne { return rest }
        if case .product(let factors) = rest { return .product([coefficient.expression] + factors) }
        return .product([coefficient.expression, rest])
    }

    /// What is known of the sign of a value, wherever it is defined and the assumptions hold.
    enum Sign {
        case unknown, nonNegative, positive
    }

    /// Whether the value is known to be above zero.
    func isPositive(_ expression: Expression) -> Bool { sign(of: expression) == .positive }

    /// Whether the value is known not to be below zero.
    func isNonNegative(_ expression: Expression) -> Bool { sign(of: expression) != .unknown }

    /// The sign as far as one walk over the tree can tell.
    func sign(of expression: Expression) -> Sign {
        switch expression {
        case .rational(let value): return value > .zero ? .positive : value == .zero ? .nonNegative : .unknown
        case .real(let value): return value > 0 ? .positive : value == 0 ? .nonNegative : .unknown
        case .constant: return .positive
        case .variable(let name): return positive.contains(name) ? .positive : .unknown
        case .sum(let terms):
            var result = Sign.nonNegative
            for term in terms {
                let own = sign(of: term)
                if own == .unknown { return .unknown }
                if own == .positive { result = .positive }
            }
            return result
        case .product(let factors):
            var result = Sign.positive
            for factor in factors {
                let own = sign(of: factor)
                if own == .unknown { return .unknown }
                if own == .nonNegative { result = .nonNegative }
            }
            return result
        case .power(let base, let exponent):
            let own = sign(of: base)
            // Roots and even powers are not negative where they are defined.
            if own == .unknown, case .rational(let value) = exponent, !value.isInteger || value.numerator % 2 == 0 {
                return .nonNegative
            }
            return own
        case .function(.exp, _), .function(.cosh, _): return .positive
        case .function(.abs, let arguments): return sign(of: arguments[0]) == .positive ? .positive : .nonNegative
        case .function: return .unknown
        }
    }
}
