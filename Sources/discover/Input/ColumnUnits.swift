import Datasets
import SymbolicRegression

/// The units of the columns that take part, as far as their texts are units.
struct ColumnUnits {
    /// The units; nil when no column has one.
    let units: ProblemUnits?
    /// What the user should know about them, one sentence each.
    let warnings: [String]

    /// Reads the units of inputs and target.
    ///
    /// A text that is no unit is a label: its column may then have any unit. That is told only when other columns have units.
    init(inputs: [TableColumn], target: TableColumn, allowsConstantsWithUnits: Bool = true) {
        var read: [String: PhysicalUnit] = [:]
        var unread: [String] = []
        for column in inputs + [target] {
            guard let text = column.unit else { continue }
            do {
                read[column.name] = try PhysicalUnit(parsing: text)
            } catch {
                unread.append("'\(column.name)' has no unit that can be read: '\(text)', \(error.message)")
            }
        }
        guard read.values.contains(where: { !$0.dimension.isDimensionless }) else {
            (units, warnings) = (nil, [])
            return
        }
        let missing = (inputs + [target]).filter { $0.unit == nil }.map { "'\($0.name)'" }
        if !missing.isEmpty {
            unread.append(
                "\(missing.joined(separator: ", ")) \(missing.count == 1 ? "has" : "have") no unit and may stand for any; "
                    + "write 1 for a plain number")
        }
        let targetUnit = read.removeValue(forKey: target.name)
        let problem = ProblemUnits(
            inputs: read, target: targetUnit, allowsConstantsWithUnits: allowsConstantsWithUnits)
        units = problem
        warnings = unread + problem.remarks(inputNames: inputs.map(\.name), targetName: target.name)
    }
}
