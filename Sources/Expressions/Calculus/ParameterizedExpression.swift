/// A formula whose measured numbers are taken out as parameters.
public struct ParameterizedExpression: Hashable, Sendable {
    /// The formula with a variable in the place of every measured number.
    public var template: Expression
    /// Names of these variables, in order of appearance; none is a variable of the formula.
    public var parameters: [String]
    /// The numbers, in the same order.
    public var values: [Double]

    /// The formula with `values`, as many as there are parameters, put back in; not simplified.
    public func expression(_ values: [Double]) -> Expression {
        precondition(values.count == parameters.count)
        let byName = Dictionary(zip(parameters, values)) { first, _ in first }
        return template.substituting { byName[$0].map(Expression.real) }
    }
}

extension Expression {
    /// Takes every measured number out as a parameter, `c1`, `c2`, ... in order of appearance in the tree.
    ///
    /// - Parameters:
    ///   - reserved: names that parameters must not have, beside the variables of the formula.
    ///   - isShared: numbers for which this holds share a parameter with all others of the same size; by default each
    ///     number is a parameter of its own.
    /// - Complexity: O(nodes).
    public func parameterized(
        reserved: Set<String> = [], sharing isShared: (Double) -> Bool = { _ in false }
    ) -> ParameterizedExpression {
        let taken = reserved.union(variables)
        var prefix = "c"
        while taken.contains(where: { $0.hasPrefix(prefix) && $0.dropFirst(prefix.count).allSatisfy(\.isNumber) }) {
            prefix = "_" + prefix
        }
        var names: [String] = []
        var values: [Double] = []
        func visit(_ node: Expression) -> Expression {
            if case .real(let value) = node {
                if isShared(value), let first = values.firstIndex(where: { abs($0) == abs(value) }) {
                    let known = Expression.variable(names[first])
                    return values[first] == value ? known : .product([.integer(-1), known])
                }
                names.append("\(prefix)\(names.count + 1)")
                values.append(value)
                return .variable(names[names.count - 1])
            }
            let old = node.children
            return old.isEmpty ? node : node.replacingChildren(old.map(visit))
        }
        let template = visit(self)
        return ParameterizedExpression(template: template, parameters: names, values: values)
    }

    /// Every measured number in order of appearance in the tree.
    public var measuredNumbers: [Double] {
        if case .real(let value) = self { return [value] }
        return children.flatMap(\.measuredNumbers)
    }
}
