import Diagnostics

/// Columns of numbers on their way to a table: names and values are checked here.
struct NumberColumns {
    var columns: [HDF5TableReader.RawColumn]
    var ignored: [String]
    var warnings: [Diagnostic]

    /// The table; NaN stands for a missing value.
    ///
    /// - Throws: `DiscoverError.input` with all problems found, at most twenty one by one.
    func table(source: TableSource, options: TableOptions) throws(DiscoverError) -> Table {
        let location = SourceLocation(file: source.path)
        guard let rows = columns.first?.values.count, rows > 0 else {
            throw .input("table.no-rows", "the dataset has no row", at: location)
        }
        let all = try HeaderNames.headings(columns.map(\.name), location: location)
        let inUse = options.columnsInUse?(all.map(\.name))
        let kept = all.indices.filter { index in
            guard let inUse, !inUse.contains(all[index].name) else { return true }
            return columns[index].values.allSatisfy { $0.isFinite }
        }
        return try NumberColumns(columns: kept.map { columns[$0] }, ignored: ignored, warnings: warnings)
            .table(headings: kept.map { all[$0] }, rows: rows, source: source, options: options)
    }

    private func table(
        headings: [HeaderNames.Heading], rows: Int, source: TableSource, options: TableOptions
    ) throws(DiscoverError) -> Table {
        let location = SourceLocation(file: source.path)
        var problems = TableProblems()
        var counts: [Table.MissingCount] = []
        for (index, column) in columns.enumerated() {
            let name = headings[index].name
            func note(_ code: String, _ message: String, row: Int?, hint: String) {
                problems.add(
                    Diagnostic(
                        code, message, at: SourceLocation(file: location.file, row: row, column: index + 1), hint: hint)
                )
            }
            for (row, value) in column.values.enumerated() where value.isInfinite {
                note(
                    "table.infinite", "column '\(name)' expects finite numbers; this value is infinite", row: row + 1,
                    hint: "remove the row")
            }
            let missing = column.values.count { $0.isNaN }
            guard missing > 0 else { continue }
            counts.append(Table.MissingCount(column: name, rows: missing))
            if missing == rows {
                note(
                    "table.empty-column", "column '\(name)' has no value in any row", row: nil,
                    hint: "remove the column")
            } else if options.missing == .error {
                for (row, value) in column.values.enumerated() where value.isNaN {
                    note(
                        "table.missing-value", "column '\(name)' has no value here", row: row + 1,
                        hint: "fill it in, or leave such rows out with --missing drop")
                }
            }
        }
        guard problems.count == 0 else {
            throw .input(TableProblems.capped(problems.diagnostics, count: problems.count, location: location))
        }
        let used = (0..<rows).filter { row in columns.allSatisfy { !$0.values[row].isNaN } }
        guard !used.isEmpty else {
            throw .input("table.no-complete-row", "every one of the \(rows) rows has a missing value", at: location)
        }
        return build(headings: headings, used: used, counts: counts, source: source)
    }

    private func build(
        headings: [HeaderNames.Heading], used: [Int], counts: [Table.MissingCount], source: TableSource
    ) -> Table {
        let rows = columns.first?.values.count ?? 0
        var table = Table(
            columns: zip(headings, columns).map { heading, column in
                TableColumn(
                    name: heading.name, unit: column.unit ?? heading.unit, values: used.map { column.values[$0] })
            }, source: source)
        table.rowNumbers = used.map { $0 + 1 }
        table.rowsRead = rows
        table.rowsDropped = rows - used.count
        table.missingCounts = counts
        table.textColumns = ignored
        table.warnings = warnings
        if rows > used.count {
            table.warnings.append(
                Diagnostic(
                    "table.rows-dropped",
                    "\(rows - used.count) of \(rows) rows have missing values and were dropped",
                    at: SourceLocation(file: source.path), severity: .warning))
        }
        return table
    }
}
