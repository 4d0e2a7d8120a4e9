import Diagnostics
import Expressions
import SparseDynamics

extension FieldReport {
    /// The report for people: the equations first, then their coefficients and how well they explain the data.
    public func text(style: TextStyle) -> String {
        let formulas = formulas
        var report = ReportText(style: style)
        report.line(style.bold(headline))
        for item in result.equations {
            report.space()
            let equation = item.equation
            report.line("  " + style.bold("\(equation.leftHandSide) = \(rounded(item, formulas))".printable))
            report.space()
            let names = equation.terms.map { formulas.infix($0.function).printable }
            let width = names.map(\.count).max() ?? 0
            for (name, term) in zip(names, equation.terms) {
                let value =
                    term.isKnown
                    ? "\(DecimalText.short(term.coefficient, digits: 6)) (known)"
                    : DecimalText.measured(term.coefficient, standardError: term.standardError)
                report.line("    " + name + String(repeating: " ", count: width - name.count) + "  " + value)
            }
            report.space()
            report.facts(facts(item))
        }
        report.space()
        report.facts(gridFacts)
        report.section("remarks", result.warnings)
        if let run {
            report.space()
            report.line(style.dim("\(DecimalText.short(run.seconds, digits: 3)) s, \(run.threadText)"))
        }
        return report.text
    }

    private var headline: String {
        let count = result.equations.count
        guard result.isFound else { return "no equation found that explains the data down to their noise" }
        return count == 1 ? "1 equation found" : "\(count) equations found"
    }

    /// The equation with coefficients cut to what they are known to.
    private func rounded(_ item: FieldEquation, _ formulas: FormulaText) -> String {
        guard !item.equation.terms.isEmpty else { return "0" }
        var text = ""
        for term in item.equation.terms {
            let function = formulas.infix(term.function)
            let size = DecimalText.short(abs(term.coefficient), digits: 5)
            let sign = term.coefficient < 0 ? "-" : "+"
            let isSum: Bool
            if case .sum = term.function { isSum = true } else { isSum = false }
            let factor = isSum ? "*(\(function))" : function == "1" ? "" : "*\(function)"
            text += text.isEmpty ? (sign == "-" ? "-" : "") : " \(sign) "
            text += size + factor
        }
        return text
    }

    private func facts(_ item: FieldEquation) -> [(name: String, value: String)] {
        var facts: [(name: String, value: String)] = []
        let verdict =
            item.isAccepted ? "explains the data down to their noise" : "does NOT explain the data down to their noise"
        facts.append(
            ("chi squared", "\(DecimalText.short(item.chiSquared, digits: 3)) per degree of freedom, \(verdict)"))
        if let stability = item.stability {
            facts.append(
                ("stability", "\(Int((stability * 100).rounded())) % of half samples choose the same terms"))
        }
        if let rival = item.rivals.first {
            facts.append(
                (
                    "next best",
                    "\(rival.terms.joined(separator: ", ")), worse by \(DecimalText.short(rival.gap, digits: 3))"
                        .printable
                ))
        }
        facts.append(("searched", item.library.printable))
        return facts
    }

    private var gridFacts: [(name: String, value: String)] {
        let grid = axes.map { "\($0.name): \($0.count)" }.joined(separator: ", ")
        let noise = result.noise.map { "\($0.field): \(DecimalText.short($0.relative * 100, digits: 2)) %" }
            .joined(separator: ", ")
        let widths = zip(axes, result.halfWidths).map { "\($0.name): \(DecimalText.short($1, digits: 3))" }
            .joined(separator: ", ")
        var facts = [
            ("grid", grid.printable), ("noise", noise.printable),
            ("weak form", "\(result.rows) rows, half-widths in grid steps \(widths)".printable),
        ]
        if stopped != .accepted && stopped != .exhausted { facts.append(("search", stopped.sentence)) }
        return facts
    }
}
