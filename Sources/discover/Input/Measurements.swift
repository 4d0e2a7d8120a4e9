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

    /// The columns for each of several targets; no target is an input for another one.
    ///
    /// - Parameters:
    ///   - targets: a list of names, nil for the last column.
    ///   - inputs: a list of names, nil for all other columns.
    /// - Throws: `DiscoverError.input` as for one target, and for a target that is named twice.
    static func all(_ table: Table, targets: String?, inputs: String?, reserved: [String]) throws -> [Measurements] {
        let names = table.columnNames
        let inputs = inputs.map { NameList.names($0, columns: names) }
        guard let list = targets.map({ NameList.names($0, columns: names) }), list.count > 1 else {
            let target = targets.map { NameList.names($0, columns: names)[0] }
            return [try Measurements(table, target: target, inputs: inputs, reserved: reserved)]
        }
        var seen: Set<String> = []
        for name in list where !seen.insert(name).inserted {
            throw DiscoverError.input("table.repeated-target", "target '\(name)' is named twice", at: table.place)
        }
        for name in inputs ?? [] where seen.contains(name) {
            throw DiscoverError.input(
                "table.repeated-input", "'\(name)' is a target and cannot be an input", at: table.place)
        }
        // A wrong name is told about as such before the columns are chosen.
        for name in list { _ = try column(of: table, named: name) }
        let others = inputs ?? names.filter { !seen.contains($0) && !reserved.contains($0) }
        return try list.map { try Measurements(table, target: $0, inputs: others, reserved: reserved) }
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
    static func defaultTarget(_ names: [String], _ reserved: [String]) -> String? {
        names.last { !reserved.contains($0) }
    }

    /// Which columns a search over some inputs uses: all if none are named.
    ///
    /// `target` and `inputs` are lists of names, see `NameList`.
    static func inUse(
        target: String?, inputs: String?, reserved: [String] = []
    ) -> @Sendable ([String]) -> Set<String> {
        { all in
            guard let inputs else { return Set(all) }
            let targets = target.map { NameList.names($0, columns: all) } ?? [defaultTarget(all, reserved) ?? ""]
            return Set(NameList.names(inputs, columns: all) + reserved + targets)
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
