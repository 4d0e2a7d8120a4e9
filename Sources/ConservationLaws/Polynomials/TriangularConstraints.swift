import ExactAlgebra

/// Brings constraints into a form in which each can be solved for a variable that those before do not contain.
///
/// Two constraints that share all their variables are replaced by the last two remainders of Euclid's algorithm in one variable
/// (pseudo-remainders, Ritt and Wu): the very last one is free of the variable, and the one before fixes it. Both are combinations of the two
/// constraints, so what is proved with them is proved on the constraints.
struct TriangularConstraints {
    /// Replacements before giving up.
    private static let stepLimit = 24
    /// Largest number of terms on the way.
    private static let termLimit = 3_000

    /// The constraints in such a form, themselves where they are in it already; nil when none was found.
    ///
    /// - Parameters:
    ///   - relations: further polynomials that vanish, which stay as they are.
    ///   - variableCount: names of the ring for which constraints may be solved: the first ones.
    static func solvable(
        _ constraints: [Polynomial], beside relations: [Polynomial], variableCount: Int
    ) -> [Polynomial]? {
        var current = constraints
        for _ in 0..<stepLimit {
            let used = (relations + current).map { constraint in
                (0..<variableCount).filter { constraint.degree(in: $0) > 0 }
            }
            if SolutionOrder(variablesOfConstraints: used) != nil { return current }
            guard let next = eliminated(current, variableCount) else { return nil }
            current = next
        }
        return nil
    }

    /// One replacement, in the variable and the pair with the lowest degrees.
    private static func eliminated(_ constraints: [Polynomial], _ variableCount: Int) -> [Polynomial]? {
        var best: (cost: [Int], first: Int, second: Int, variable: Int)?
        for variable in 0..<variableCount {
            let holders = constraints.indices.filter { constraints[$0].degree(in: variable) > 0 }
            guard holders.count > 1 else { continue }
            let order = holders.sorted {
                (constraints[$0].degree(in: variable), constraints[$0].termCount, $0)
                    < (constraints[$1].degree(in: variable), constraints[$1].termCount, $1)
            }
            let (low, high) = (constraints[order[0]], constraints[order[1]])
            let cost = [
                low.degree(in: variable) * high.degree(in: variable), low.termCount * high.termCount, -variable,
            ]
            if best.map({ cost.lexicographicallyPrecedes($0.cost) }) ?? true {
                best = (cost, order[1], order[0], variable)
            }
        }
        guard let best,
            let pair = remainders(constraints[best.first], constraints[best.second], best.variable)
        else { return nil }
        var result = constraints
        result[best.second] = pair.fixing
        result[best.first] = pair.free
        return result
    }

    /// The last two remainders of two polynomials in one variable; nil when they have a common factor or grow too large.
    private static func remainders(
        _ high: Polynomial, _ low: Polynomial, _ variable: Int
    ) -> (fixing: Polynomial, free: Polynomial)? {
        var (a, b) = (high, low)
        var leading: [Polynomial] = []
        while true {
            if let top = b.coefficients(in: variable).last { leading.append(top) }
            guard let division = a.pseudoDivided(by: b, in: variable, termLimit: 200_000) else { return nil }
            var rest = division.remainder
            guard !rest.isZero, rest.termCount <= termLimit else { return nil }
            rest = rest.scaled(by: .one / rest.content)
            guard rest.degree(in: variable) > 0 else {
                guard let free = essential(rest, besides: leading) else { return nil }
                return (b, free)
            }
            (a, b) = (b, rest)
        }
    }

    /// The different factors of a polynomial without those of the leading coefficients that came in by the division.
    private static func essential(_ polynomial: Polynomial, besides leading: [Polynomial]) -> Polynomial? {
        guard polynomial.constantValue == nil else { return nil }
        guard let factors = polynomial.factored() else { return polynomial }
        let kept = factors.factors.map(\.base).filter { base in
            !leading.contains { $0.constantValue == nil && $0.divided(exactlyBy: base) != nil }
        }
        guard !kept.isEmpty else { return nil }
        return kept.reduce(polynomial.ring.one) { $0 * $1 }
    }
}
