import Expressions

extension Expression {
    /// The real numbers in the formula, in order of appearance, repeated ones once.
    var realConstants: [Double] {
        var found: [Double] = []
        func visit(_ node: Expression) {
            if case .real(let value) = node, !found.contains(value) { found.append(value) }
            node.children.forEach(visit)
        }
        visit(self)
        return found
    }

    /// The formula with every real number equal to `value` (or to its negative) replaced.
    func replacingReal(_ value: Double, with form: Expression) -> Expression {
        if case .real(let number) = self {
            return number == value ? form : number == -value ? -form : self
        }
        let old = children
        return old.isEmpty ? self : replacingChildren(old.map { $0.replacingReal(value, with: form) })
    }

    /// Whether `value` is the exponent of some power.
    func hasExponent(_ value: Double) -> Bool {
        if case .power(_, .real(let exponent)) = self, exponent == value { return true }
        return children.contains { $0.hasExponent(value) }
    }
}
