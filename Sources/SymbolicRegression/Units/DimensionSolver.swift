import Datasets
import Expressions

/// Solves equations between dimensions, one by one as they come, exactly.
struct DimensionSolver: Sendable {
    /// What is known of each unknown: nil, or its value in terms of other unknowns.
    private var solutions: [LinearDimension?] = []

    /// Number of unknowns.
    var count: Int { solutions.count }

    /// A new unknown.
    mutating func makeUnknown() -> LinearDimension {
        solutions.append(nil)
        return LinearDimension(unknown: solutions.count - 1)
    }

    /// The dimension with everything put in that is known; nil when an exponent becomes too large.
    func resolved(_ dimension: LinearDimension) -> LinearDimension? {
        guard dimension.unknowns.contains(where: { solutions[$0.index] != nil }) else { return dimension }
        var result = LinearDimension(dimension.known)
        for term in dimension.unknowns {
            guard let value = resolved(solutions[term.index] ?? LinearDimension(unknown: term.index)),
                let next = result.times(value, power: term.factor)
            else { return nil }
            result = next
        }
        return result
    }

    /// Demands that a dimension is that of plain numbers.
    ///
    /// - Returns: false when that contradicts what was demanded before, or when an exponent becomes too large.
    mutating func requireDimensionless(_ dimension: LinearDimension) -> Bool {
        guard let rest = resolved(dimension) else { return false }
        // The latest unknown is expressed by earlier ones.
        guard let position = rest.unknowns.indices.max(by: { rest.unknowns[$0].index < rest.unknowns[$1].index }) else {
            return rest.known.isDimensionless
        }
        let term = rest.unknowns[position]
        // index = -(everything else) / factor; nothing else refers to an unknown that is still free.
        guard let inverse = term.factor.inverse?.negated else { return false }
        var others = rest
        others.unknowns.remove(at: position)
        guard let value = others.raised(to: inverse) else { return false }
        solutions[term.index] = value
        return true
    }
}
