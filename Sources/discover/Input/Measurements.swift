import Datasets
import Diagnostics
import Expressions
import Reports

/// The columns of a table that a command works on: inputs and target.
struct Measurements {
    /// The table.
    let table: Table
    /// The column to explain.
    let target: TableColumn
    /// The columns that may explain it, in the order asked for or in that of the table.
    let inputs: [TableColumn]

    /// Chooses columns.
    ///
    /// - Parameters:
    ///   - table: the table.
    ///   - target: name of the target, nil for the last column.
    ///   - inputs: names of the inputs, nil for all columns but the target.
    ///   - reserved: columns that say something about the rows, such as weights, and are neither input nor target.
    /// - Throws: `DiscoverError.input` for unknown names, with a suggestion; for inputs that are named twice or that are
    ///   the target; for a table without inputs.
    init(_ table: Table, target: String?, inputs: [String]? = nil, reserved: [String] = []) throws {
        self.table = table
        let chosen = try Self.target(of: table, named: target ?? Self.defaultTarget(table.columnNames, reserved))
        self.target = chosen
        let names = inputs ?? table.columnNames.filter { $0 != chosen.name && !reserved.contains($0) }
        for name in [chosen.name] + names where reserved.contains(name) {
            throw DiscoverError.input(
                "table.reserved-column",
                "'\(name)' describes the rows (--sigma, --weights) and cannot be input or target", at: table.place)
        }
        guard !names.contains("") else {
            throw DiscoverError.usage(
                Diagnostic(
                    "usage.empty-name", "--inputs holds an empty name",
                    hint: "write names of columns separated by single commas"))
        }
        var seen: Set<String> = [chosen.name]
        for name in names where !seen.insert(name).inserted {
            throw DiscoverError.input(
                "table.repeated-input",
                name == chosen.name
                    ? "'\(name)' is the target and cannot be an input" : "input '\(name)' is named twice",
                at: table.place)
        }
        self.inputs = try names.map { try Self.column(of: table, named: $0) }
    }

    /// The target column: the named one, or the last.
    static func target(of table: Table, named name: String?) throws -> TableColumn {
        if let name { return try column(of: table, named: name) }
        guard let last = table.columns.last else {
            throw DiscoverError.input("table.no-numbers", "no column holds numbers", at: table.place)
        }
        return last
    }

    /// The target when none is named: the last column that is not reserved.
    private static func defaultTarget(_ names: [String], _ reserved: [String]) -> String? {
        names.last { !reserved.contains($0) }
    }

    /// Names separated by commas, spaces around them removed.
    static func names(_ list: String) -> [String] {
        list.split(separator: ",", omittingEmptySubsequences: false).map { part in
            let start = part.drop { $0 == " " }
            return String(start.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// Which columns a search over some inputs uses: all if none are named.
    static func inUse(
        target: String?, inputs: [String]?, reserved: [String] = []
    ) -> @Sendable ([String]) -> Set<String> {
        { all in
            guard let inputs else { return Set(all) }
            return Set(inputs + reserved).union([target ?? defaultTarget(all, reserved) ?? ""])
        }
    }

    /// Which columns the judgement of a formula uses: its variables, or all if it cannot be read over these columns.
    static func inUse(
        target: String?, otherwise: String? = nil, formula: FormulaSource
    ) -> @Sendable ([String]) -> Set<String> {
        { all in
            guard let expression = try? formula.expression(columns: all) else { return Set(all) }
            let known = otherwise.flatMap { all.contains($0) ? $0 : nil }
            return Set(expression.variables).union([target ?? known ?? all.last ?? ""])
        }
    }

    /// The values of the inputs, one array per column.
    var inputValues: [[Double]] { inputs.map(\.values) }

    /// What the result says about its data; `inputs` are the columns that took part.
    func facts(inputs: [String]) -> InputFacts {
        InputFacts(
            path: table.source?.path ?? "", sha256: table.source?.sha256 ?? "", rows: table.rowsRead,
            used: table.rowCount, dropped: table.rowsDropped, columns: inputs, target: target.name)
    }

    /// The table's own warnings as sentences.
    var warnings: [String] { table.warnings.map(\.message) }

    /// The column of numbers with a name.
    ///
    /// - Throws: `DiscoverError.input` with a suggestion when there is none.
    static func column(of table: Table, named name: String) throws -> TableColumn {
        if let index = table.index(of: name) { return table.columns[index] }
        let message = "there is no column of numbers named '\(name)'"
        if table.textColumns.contains(name) {
            throw DiscoverError.input(
                "table.unknown-column", message, at: table.place, hint: "that column holds text, not numbers")
        }
        let shown = table.columnNames.prefix(20).map { "'\($0)'" }.joined(separator: ", ")
        var hint = "columns are \(shown)\(table.columnCount > 20 ? ", ..." : "")"
        if let near = NameSuggestion.closest(to: name, among: table.columnNames) {
            hint = "did you mean '\(near)'? \(hint)"
        }
        throw DiscoverError.input("table.unknown-column", message, at: table.place, hint: hint)
    }
}

extension Table {
    /// The table as a whole, for messages.
    var place: SourceLocation? { source.map { SourceLocation(file: $0.path) } }
}
