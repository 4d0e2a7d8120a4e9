import Expressions
import SymbolicRegression

extension GroupEvidence {
    /// The `groups` member of the document.
    func json(_ formulas: FormulaText) -> JSONValue {
        .object([
            ("column", .string(column)),
            ("template", .string(formulas.infix(template))),
            ("shared", .strings(shared)),
            ("free", .strings(free)),
            ("decision", .string(decision)),
            (
                "table",
                .array(
                    entries.map { entry in
                        .object([
                            ("group", .string(entry.label)), ("rows", .integer(entry.rows)),
                            ("constants", .array(entry.constants.map(\.json))),
                            ("expression", .string(formulas.infix(entry.expression))),
                            ("rmse", .number(entry.rootMeanSquareError)),
                        ])
                    })
            ),
        ])
    }

    /// One table of the constants by group.
    func add(best: FittedLaw?, to report: inout ReportText) {
        let constants = best?.constants ?? []
        if !constants.isEmpty {
            report.space()
            report.line("constants shared by all groups")
            report.facts(
                constants.map {
                    ($0.name.printable, DecimalText.measured($0.value, standardError: $0.standardError))
                })
        }
        report.space()
        report.line("constants by \(column.printable)" + (free.isEmpty ? ": none, all groups share them" : ""))
        var table = TextTable(
            columns: [(column.printable, .left), ("rows", .right)] + free.map { ($0.printable, .left) }
                + [("RMSE", .left)])
        for entry in entries {
            table.rows.append(
                [entry.label.printable, String(entry.rows)]
                    + entry.constants.map { DecimalText.measured($0.value, standardError: $0.standardError) }
                    + [DecimalText.short(entry.rootMeanSquareError)])
        }
        for (position, line) in table.lines().enumerated() {
            report.line("  " + (position == 0 ? report.style.dim(line) : line))
        }
        report.space()
        report.facts([("decision", decision)])
    }
}
