import SparseDynamics

extension DynamicsReport {
    /// The report for people: the equations first, then the evidence.
    public func text(style: TextStyle) -> String {
        var report = ReportText(style: style)
        report.line(style.bold(headline))
        report.space()
        for equation in result.equations {
            report.line("  " + style.bold(line(equation).printable))
        }
        report.space()
        report.facts(facts)
        for equation in result.equations where !equation.terms.isEmpty {
            report.section(
                "terms of \(equation.leftHandSide)",
                equation.terms.map {
                    "\(formulas.infix($0.function)): "
                        + DecimalText.measured($0.coefficient, standardError: $0.standardError)
                })
        }
        report.section("doubts", result.doubts)
        if let run {
            report.space()
            report.line(style.dim("\(DecimalText.short(run.seconds, digits: 3)) s, \(run.threadText)"))
        }
        return report.text
    }

    private var headline: String {
        let count = result.equations.count
        let noun = "\(count) equation\(count == 1 ? "" : "s")"
        return result.status == .found
            ? "\(noun) found" : "no equations of the libraries explain the data; the best approximation"
    }

    private func line(_ equation: DiscoveredEquation) -> String {
        let rounded = DiscoveredEquation(
            variable: equation.variable, leftHandSide: equation.leftHandSide, terms: equation.terms)
        return "\(equation.leftHandSide) = \(formulas.infix(rounded.expression))"
    }

    private var facts: [(name: String, value: String)] {
        var facts: [(name: String, value: String)] = [
            ("data", "\(series.sampleCount) samples, \(series.runCount) run\(series.runCount == 1 ? "" : "s")")
        ]
        facts.append(
            (
                "noise",
                zip(series.variables, result.noise).map { "\($0) \(DecimalText.short($1, digits: 3))" }
                    .joined(separator: ", ")
            ))
        if let chi = result.chiSquared {
            facts.append(("chi squared", "\(DecimalText.short(chi, digits: 4)) per degree of freedom"))
        }
        facts.append(("library", result.library))
        return facts
    }
}
