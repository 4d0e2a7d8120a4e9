import Diagnostics

extension TextTableParser {
    /// The table that the records make.
    ///
    /// - Throws: `DiscoverError.input` with everything that is wrong, at most twenty problems one by one.
    func table(source: TableSource) throws(DiscoverError) -> Table {
        if let headerFailure { throw headerFailure }
        let place = SourceLocation(file: source.path)
        guard width > 0 else {
            throw .input("table.empty", "the input is empty, a table was expected", at: place)
        }
        if lines.isEmpty, problems.count == 0 {
            throw .input(
                "table.no-rows", "there is a header but no row of numbers", at: place,
                hint: "add rows of numbers below it")
        }
        let (kept, ignored) = sortColumns()
        try checkColumns(kept: kept, place: place)
        let table = build(kept: kept, ignored: ignored, source: source)
        guard table.rowCount > 0 else {
            throw .input(
                "table.no-complete-row", "every one of the \(table.rowsRead) rows has a missing value", at: place,
                hint: "remove the columns with the most missing values")
        }
        return table
    }

    /// Columns with numbers or with nothing, and those to leave out: text only, or neither name nor values. Columns that
    /// nobody will use are in neither list where they lack numbers.
    private func sortColumns() -> (kept: [Int], ignored: [Int]) {
        var kept: [Int] = []
        var ignored: [Int] = []
        for (index, tally) in tallies.enumerated() where index != labelIndex {
            let isLabel = tally.numbers == 0 && tally.text > 0
            let isPhantom =
                tally.numbers == 0 && tally.text == 0 && (headings[index].isMadeUp || !hasHeader) && width > 1
            if isLabel || isPhantom { ignored.append(index) } else { kept.append(index) }
        }
        if let inUse = options.columnsInUse?(kept.map { headings[$0].name }) {
            kept.removeAll { !tallies[$0].isComplete && !inUse.contains(headings[$0].name) }
        }
        return (kept, ignored)
    }

    private func checkColumns(kept: [Int], place: SourceLocation) throws(DiscoverError) {
        var found = problems.diagnostics
        var count = problems.count
        for index in kept {
            let tally = tallies[index]
            let name = TableProblems.shown(headings[index].name)
            func at(_ row: Int) -> SourceLocation { SourceLocation(file: place.file, row: row, column: index + 1) }
            if tally.numbers == 0, !lines.isEmpty {
                count += 1
                found.append(
                    Diagnostic(
                        "table.empty-column", "column '\(name)' has no value in any row",
                        at: SourceLocation(file: place.file, column: index + 1), hint: "remove the column"))
                continue
            }
            count += tally.text + tally.problems.count
            found += tally.problems.diagnostics
            found += tally.textCells.map { cell in
                Diagnostic(
                    "table.text-in-number-column",
                    "column '\(name)' expects numbers; this field holds '\(TableProblems.shown(cell.text))'",
                    at: at(cell.row), hint: "correct the field, or leave it empty to mark a missing value")
            }
            if options.missing == .error {
                count += tally.missing
                found += tally.missingCells.map { row in
                    Diagnostic(
                        "table.missing-value", "column '\(name)' has no value here", at: at(row),
                        hint: "fill it in, or leave such rows out with --missing drop")
                }
            }
        }
        if kept.isEmpty, count == 0 {
            throw .input(
                "table.no-numbers", "no column holds numbers", at: place,
                hint: "a table has one row per line, with numbers separated by commas, semicolons, tabs or spaces")
        }
        guard count > 0 else { return }
        // By place in the file; the sort keeps the order of equals because the index decides them.
        let ordered = found.enumerated().sorted {
            let first = ($0.element.location?.row ?? 0, $0.element.location?.column ?? 0, $0.offset)
            let second = ($1.element.location?.row ?? 0, $1.element.location?.column ?? 0, $1.offset)
            return first < second
        }
        throw .input(TableProblems.capped(ordered.map(\.element), count: count, location: place))
    }

    private func build(kept: [Int], ignored: [Int], source: TableSource) -> Table {
        let rows = lines.count
        let hasMissing = kept.contains { tallies[$0].missing > 0 }
        let used =
            hasMissing
            ? (0..<rows).filter { row in kept.allSatisfy { !values[row * width + $0].isNaN } } : Array(0..<rows)
        let columns = kept.map { index in
            TableColumn(
                name: headings[index].name, unit: (index < units.count ? units[index] : nil) ?? headings[index].unit,
                values: used.map { values[$0 * width + index] })
        }
        var table = Table(columns: columns, source: source)
        table.rowNumbers = hasMissing ? used.map { lines[$0] } : lines
        table.rowsRead = rows
        table.rowsDropped = rows - used.count
        table.missingCounts = kept.filter { tallies[$0].missing > 0 }.map {
            Table.MissingCount(column: headings[$0].name, rows: tallies[$0].missing)
        }
        table.hasHeader = hasHeader
        table.textColumns = ignored.filter { tallies[$0].text > 0 }.map { headings[$0].name }
        if labelIndex != nil { table.labels = used.map { labels[$0] } }
        table.warnings = warnings(table, ignored: ignored, place: SourceLocation(file: source.path))
        return table
    }

    private func warnings(_ table: Table, ignored: [Int], place: SourceLocation) -> [Diagnostic] {
        var warnings: [Diagnostic] = []
        if !table.textColumns.isEmpty {
            let names = table.textColumns.prefix(10).map { "'\(TableProblems.shown($0))'" }.joined(separator: ", ")
            let more = table.textColumns.count > 10 ? " and \(table.textColumns.count - 10) more" : ""
            let plural = table.textColumns.count == 1 ? "column \(names) holds" : "columns \(names)\(more) hold"
            warnings.append(
                Diagnostic(
                    "table.text-column-ignored", "\(plural) text and will not be used", at: place, severity: .warning))
        }
        if table.rowsDropped > 0 {
            warnings.append(
                Diagnostic(
                    "table.rows-dropped",
                    "\(table.rowsDropped) of \(table.rowsRead) rows have missing values and were dropped", at: place,
                    severity: .warning))
        }
        return warnings
    }
}
