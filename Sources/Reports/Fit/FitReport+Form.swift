import Expressions
import SymbolicRegression

extension FitReport {
    /// What a fit of a form adds to the report: constants with their confidence, functions found, the fit's own evidence.
    func add(_ evidence: FormEvidence, best: FittedLaw, to report: inout ReportText) {
        if !evidence.holes.isEmpty {
            report.space()
            report.line("functions found")
            report.facts(
                evidence.holes.map { hole in
                    let arguments = hole.arguments.map { formulas.infix($0) }.joined(separator: ", ")
                    return ("\(hole.name)(\(arguments))".printable, formulas.infix(hole.expression).printable)
                })
        }
        if !best.constants.isEmpty {
            report.space()
            report.line("constants")
            var table = TextTable(columns: [("", .left), ("value", .left), ("95 % within", .left)])
            for (k, constant) in best.constants.enumerated() {
                table.rows.append([
                    constant.name.printable,
                    DecimalText.measured(constant.value, standardError: constant.standardError),
                    interval(constant, evidence.confidence95[k]),
                ])
            }
            for (position, line) in table.lines().enumerated() {
                report.line("  " + (position == 0 ? report.style.dim(line) : line))
            }
        }
        report.space()
        report.line("fit")
        report.facts(fitFacts(evidence, best))
    }

    private func interval(_ constant: FittedConstant, _ halfWidth: Double?) -> String {
        guard constant.standardError != nil, let halfWidth else { return "not determined" }
        let digits = 5
        return "\(DecimalText.short(constant.value - halfWidth, digits: digits)) to "
            + DecimalText.short(constant.value + halfWidth, digits: digits)
    }

    private func fitFacts(_ evidence: FormEvidence, _ best: FittedLaw) -> [(name: String, value: String)] {
        var facts: [(name: String, value: String)] = [
            (
                "residuals",
                "sum of squares \(DecimalText.short(evidence.sumOfSquares, digits: 6)), "
                    + "\(evidence.degreesOfFreedom) degrees of freedom"
                    + (evidence.residualStandardDeviation.map {
                        ", standard deviation \(DecimalText.short($0, digits: 5))"
                    } ?? "")
            ),
            (
                "largest",
                "\(DecimalText.short(evidence.largestResidual)) in row \(evidence.largestResidualRow + 1)"
                    + (evidence.lagCorrelation.map {
                        ", neighbouring rows correlate \(DecimalText.short($0, digits: 2))"
                    }
                        ?? "")
            ),
        ]
        if let predictable = evidence.residualsPredictable {
            facts.append(
                ("left over", predictable ? "something that the inputs predict" : "nothing that the inputs predict"))
        }
        for (i, name) in evidence.parameters.enumerated() {
            for j in 0..<i {
                guard let value = evidence.correlation[i][j], abs(value) > 0.95 else { continue }
                facts.append(
                    (
                        "correlated",
                        "\(evidence.parameters[j].printable) and \(name.printable): "
                            + DecimalText.short(value, digits: 4)
                    ))
            }
        }
        for sentence in evidence.undetermined { facts.append(("open", sentence.printable)) }
        facts.append(
            (
                "starts",
                "\(evidence.startsTried) tried, \(evidence.descents) followed, \(evidence.reachedBest) ended in this minimum"
            ))
        facts.append(("formula", formulas.infix(best.expression).printable))
        return facts
    }
}
