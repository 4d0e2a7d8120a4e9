/// A table whose rows belong to groups: one law is asked for, with constants that may differ from group to group.
public struct GroupedProblem: Sendable {
    /// One group.
    public struct Group: Sendable, Equatable {
        /// Its label in the group column.
        public var label: String
        /// Its rows, ascending.
        public var rows: [Int]
    }

    /// The table.
    public var problem: RegressionProblem
    /// Name of the column with the labels.
    public var column: String
    /// The groups in order of first appearance.
    public var groups: [Group]

    /// Makes a problem from one label per row.
    public init(problem: RegressionProblem, column: String, labels: [String]) {
        precondition(labels.count == problem.rowCount)
        self.problem = problem
        self.column = column
        var positions: [String: Int] = [:]
        groups = []
        for (row, label) in labels.enumerated() {
            if let position = positions[label] {
                groups[position].rows.append(row)
            } else {
                positions[label] = groups.count
                groups.append(Group(label: label, rows: [row]))
            }
        }
    }

    /// The table of some rows only.
    func problem(rows: [Int]) -> RegressionProblem {
        var result = problem
        result.inputs = problem.inputs.map { column in rows.map { column[$0] } }
        result.target = rows.map { problem.target[$0] }
        result.sigma = problem.sigma.map { sigma in rows.map { sigma[$0] } }
        return result
    }

    /// Positions of the groups, the largest first.
    var bySize: [Int] { groups.indices.sorted { (-groups[$0].rows.count, $0) < (-groups[$1].rows.count, $1) } }
}
