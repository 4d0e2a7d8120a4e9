import SymbolicRegression

extension EvaluationReport {
    /// The report for people.
    public func text(style: TextStyle) -> String {
        var report = ReportText(style: style)
        report.line(style.bold("\(formulas.name(input.target)) = \(formulas.infix(expression))".printable))
        report.space()
        report.facts(errors.facts)
        if let constants, !constants.isEmpty {
            report.space()
            report.line("refitted constants")
            report.facts(
                constants.map { constant in
                    let value = DecimalText.measured(constant.value, standardError: constant.standardError)
                    return (constant.name, constant.unit.map { $0 == "1" ? value : "\(value) \($0)" } ?? value)
                })
        }
        return report.text
    }
}

extension FormulaErrors {
    /// The errors as names and values for people.
    var facts: [(name: String, value: String)] {
        let reason = rows == 0 ? "the formula has no finite value" : "the target does not vary"
        var facts: [(name: String, value: String)] = [
            ("R²", rSquared.map(DecimalText.determination) ?? "not defined: \(reason)"),
            ("RMSE", rootMeanSquareError.map { DecimalText.short($0, digits: 6) } ?? "not defined"),
            ("relative", relativeError.map { DecimalText.short($0, digits: 3) } ?? "not defined"),
        ]
        if let maximumAbsoluteError, let worstRow {
            facts.append(("largest", "\(DecimalText.short(maximumAbsoluteError, digits: 6)) in line \(worstRow)"))
        }
        facts.append(("rows", "\(rows)" + (undefinedRows > 0 ? ", not defined in \(undefinedRows) more" : "")))
        return facts
    }
}
