import Expressions

/// Finds the parameters that enter a formula linearly, together: for fixed others, their best values are one linear
/// least-squares problem.
enum LinearParameters {
    /// Positions of the parameters that may be solved for together, ascending.
    ///
    /// A parameter qualifies when the derivative by it contains none of the chosen ones. Of two that exclude each other,
    /// the one with fewer conflicts is taken.
    ///
    /// - Parameters:
    ///   - expression: the formula.
    ///   - names: the parameters.
    ///   - excluded: positions that may not be chosen, such as those with bounds.
    ///   - preferred: positions that win over others that they exclude.
    /// - Complexity: one symbolic derivative per parameter.
    static func positions(
        in expression: Expression, _ names: [String], excluding excluded: Set<Int> = [],
        preferring preferred: Set<Int> = []
    ) -> [Int] {
        let canonical = expression.simplified()
        var conflicts: [Int: Set<Int>] = [:]
        for (index, name) in names.enumerated() where !excluded.contains(index) {
            let derivative = canonical.derivative(withRespectTo: name)
            if derivative.contains(variable: name) { continue }
            conflicts[index] = Set(names.indices.filter { derivative.contains(variable: names[$0]) })
        }
        let candidates = conflicts.keys.sorted()
        func rivals(_ index: Int) -> [Int] {
            candidates.filter {
                $0 != index && (conflicts[index]?.contains($0) ?? false || conflicts[$0]?.contains(index) ?? false)
            }
        }
        var chosen: [Int] = []
        func rank(_ index: Int) -> (Int, Int, Int) { (preferred.contains(index) ? 0 : 1, rivals(index).count, index) }
        for index in candidates.sorted(by: { rank($0) < rank($1) })
        where !rivals(index).contains(where: chosen.contains) {
            chosen.append(index)
        }
        return chosen.sorted()
    }
}
