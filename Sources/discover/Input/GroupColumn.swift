import Datasets
import Diagnostics
import Expressions
import SymbolicRegression

/// The column that names the group of each row.
struct GroupColumn {
    /// Most groups that make sense.
    private static let maximumGroups = 5000

    /// The table with the labels taken out of its numbers.
    let table: Table

    /// Finds the labels of a table that was read with this column as labels.
    ///
    /// - Throws: `DiscoverError.input` for an unknown column and for rows without a label.
    init(_ name: String, of table: Table) throws {
        var result = table
        if table.labels == nil, let index = table.index(of: name) {
            // HDF5 has columns of numbers only: whole ones are labels as they are.
            result.labels = table.columns[index].values.map { value in
                value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
            }
            result.columns.remove(at: index)
        }
        guard let labels = result.labels else {
            let names = table.columnNames + table.textColumns
            let near = NameSuggestion.closest(to: name, among: names)
            throw DiscoverError.input(
                "table.unknown-column", "there is no column named '\(name)' to group by", at: table.place,
                hint: near.map { "did you mean '\($0)'?" }
                    ?? "columns are \(names.prefix(20).map { "'\($0)'" }.joined(separator: ", "))")
        }
        let missing = labels.indices.filter { labels[$0].isEmpty }.prefix(20)
        guard missing.isEmpty else {
            throw DiscoverError.input(
                missing.map { row in
                    Diagnostic(
                        "table.missing-value", "column '\(name)' has no value here, so the row belongs to no group",
                        at: SourceLocation(file: table.source?.path ?? "-", row: table.rowNumbers[row]))
                })
        }
        self.table = result
    }

    /// Whether the groups can be fitted.
    ///
    /// - Throws: `DiscoverError.input` for one group or too many of them, and for a form with unknown functions.
    static func check(_ data: GroupedProblem, form: Form?) throws {
        guard data.groups.count > 1 else {
            throw DiscoverError.input(
                "group.single", "column '\(data.column)' is the same in every row, so there is only one group",
                hint: "leave --group out")
        }
        guard data.groups.count <= maximumGroups, data.groups.count * 2 <= data.problem.rowCount else {
            throw DiscoverError.input(
                "group.too-many",
                "column '\(data.column)' has \(data.groups.count) different values in \(data.problem.rowCount) rows: groups "
                    + "need at least two rows on average",
                hint: "choose a column that names groups of rows")
        }
        if let form, let hole = form.holes.first {
            throw DiscoverError.input(
                "group.hole", "'\(hole.name)' is unknown: a form with groups may have parameters only",
                at: SourceLocation(file: "form"),
                hint: "find the function without --group first, or leave --form out to search for the law")
        }
    }
}
