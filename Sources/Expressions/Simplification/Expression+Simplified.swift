extension Expression {
    /// The canonical form of the formula.
    ///
    /// Like terms and like powers are combined, exact numbers are computed exactly (what does not fit stays as it is),
    /// measured numbers are folded, roots and constants such as `sqrt(2)` and `pi` stay symbolic, terms and factors are
    /// put in a fixed order. The value is the same wherever the original has one; the simplified formula may have a value
    /// in more places (`x/x` becomes 1). `sqrt(x^2)` becomes `abs(x)`, not `x`.
    ///
    /// - Parameter assumingPositive: variables known to be positive wherever the formula is used; then
    ///   `sqrt(x^2)` becomes `x` and roots of products are taken apart.
    /// - Returns: a tree that simplifies to itself in nearly all cases.
    /// - Complexity: a few passes over the tree, each O(n log n) for n nodes.
    public func simplified(assumingPositive: Set<String> = []) -> Expression {
        let simplifier = Simplifier(positive: assumingPositive)
        var current = self
        for _ in 0..<5 {
            let next = simplifier.simplify(current)
            if next == current { return next }
            current = next
        }
        return current
    }
}
