import Expressions

extension ReducedProblem {
    /// The problem with the target divided by powers of inputs, which are taken out of it.
    ///
    /// - Parameters:
    ///   - powers: inputs by index with their exponents.
    ///   - words: begins the note.
    /// - Returns: nil when no input is left or the quotient is not finite.
    func dividing(byPowers powers: [(index: Int, exponent: Rational)], words: String = "factor") -> ReducedProblem? {
        let kept = columns.indices.filter { j in !powers.contains { $0.index == j } }
        guard !kept.isEmpty else { return nil }
        let monomial = PowerProduct(columns: powers.map { columns[$0.index] }, exponents: powers.map(\.exponent))
        var smaller = self
        smaller.columns = kept.map { columns[$0] }
        guard smaller.divideTarget(by: monomial.expression, values: monomial.values) else { return nil }
        smaller.notes.append("\(words) \(monomial.expression.reportText)")
        return smaller
    }
}
