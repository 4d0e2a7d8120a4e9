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

    /// A coefficient times something in canonical form, without looking for further rules.
    static func scaled(_ rest: Expression, by coefficient: Coefficient) -> Expression {
        if rest == .one { return coefficient.expression }
        if coefficient.isOne { return rest }
        if case .product(let factors) = rest { return .product([coefficient.expression] + factors) }
        return .product([coefficient.expression, rest])
    }

    /// Whether the value is above zero wherever it is defined and the assumptions hold; false when unknown.
    func isPositive(_ expression: Expression) -> Bool {
        switch expression {
        case .rational(let value): value > .zero
        case .real(let value): value > 0
        case .constant: true
        case .variable(let name): positive.contains(name)
        case .sum(let terms): terms.allSatisfy(isNonNegative) && terms.contains(where: isPositive)
        case .product(let factors): factors.allSatisfy(isPositive)
        case .power(let base, _): isPositive(base)
        case .function(.exp, _), .function(.cosh, _): true
        case .function(.abs, let arguments): isPositive(arguments[0])
        case .function: false
        }
    }

    /// Whether the value is not below zero wherever it is defined and the assumptions hold; false when unknown.
    func isNonNegative(_ expression: Expression) -> Bool {
        if isPositive(expression) { return true }
        switch expression {
        case .rational(let value): return !value.isNegative
        case .real(let value): return value >= 0
        case .sum(let terms): return terms.allSatisfy(isNonNegative)
        case .product(let factors): return factors.allSatisfy(isNonNegative)
        case .power(let base, .rational(let exponent)):
            return !exponent.isInteger || exponent.numerator % 2 == 0 || isNonNegative(base)
        case .power(let base, _): return isNonNegative(base)
        case .function(.abs, _): return true
        default: return false
        }
    }
}
