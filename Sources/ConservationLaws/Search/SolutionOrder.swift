/// An order in which constraints can be solved, each for a variable that those solved before do not contain.
struct SolutionOrder: Sendable {
    /// Constraint and variable, first to solve first.
    let steps: [(constraint: Int, variable: Int)]

    /// Nil when there is no such order.
    ///
    /// - Parameter variablesOfConstraints: the variables that occur in each constraint. Later variables are preferred, for
    ///   atoms stand behind what they are made of.
    init?(variablesOfConstraints: [[Int]]) {
        let left = variablesOfConstraints.enumerated().map { (constraint: $0.offset, variables: $0.element) }
        guard let steps = SolutionOrder.order(left) else { return nil }
        self.steps = steps
    }

    /// Chooses the constraint to solve last among those left, whose variable none of the others may contain.
    private static func order(
        _ left: [(constraint: Int, variables: [Int])]
    ) -> [(constraint: Int, variable: Int)]? {
        var left = left
        var steps: [(constraint: Int, variable: Int)] = []
        while !left.isEmpty {
            var choice: (position: Int, variable: Int)?
            for (position, candidate) in left.enumerated() {
                let variable = candidate.variables.last { variable in
                    !left.contains { $0.constraint != candidate.constraint && $0.variables.contains(variable) }
                }
                guard let variable, choice.map({ variable > $0.variable }) ?? true else { continue }
                choice = (position, variable)
            }
            guard let choice else { return nil }
            // Removing a constraint never takes a private variable away from another, so the greedy choice is safe.
            steps.append((left[choice.position].constraint, choice.variable))
            left.remove(at: choice.position)
        }
        return steps.reversed()
    }
}
