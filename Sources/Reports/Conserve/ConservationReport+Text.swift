import ConservationLaws
import Diagnostics

extension ConservationReport {
    /// The report for people: the laws first, then their proofs and what is known about completeness.
    public func text(style: TextStyle) -> String {
        var report = ReportText(style: style)
        report.line(style.bold(headline))
        if !result.laws.isEmpty {
            report.space()
            let letter = system.kind == .map ? "I" : "H"
            for (position, law) in result.laws.enumerated() {
                add(law, name: result.laws.count == 1 ? letter : "\(letter)\(position + 1)", to: &report)
            }
        }
        if !result.timeDependentLaws.isEmpty {
            report.space()
            report.line("with the time t:")
            for (position, law) in result.timeDependentLaws.enumerated() {
                add(law, name: "T\(position + 1)", to: &report)
            }
        }
        if !result.conditionalLaws.isEmpty {
            report.space()
            report.line("on conditions between the parameters only:")
            for (position, law) in result.conditionalLaws.enumerated() {
                add(law, name: "C\(position + 1)", to: &report)
            }
        }
        if !result.approximateLaws.isEmpty {
            report.space()
            report.line("approximate only, found by numbers, the slowest drift first:")
            for (position, law) in result.approximateLaws.enumerated() {
                add(law, name: "A\(position + 1)", to: &report)
            }
        }
        report.space()
        report.facts(facts)
        report.section("equations found for the runs", foundEquations)
        report.section("what is known", result.statements)
        if !result.laws.isEmpty {
            report.section("LaTeX", result.laws.map { formulas.latex($0.expression) })
        }
        if let run {
            report.space()
            report.line(style.dim("\(DecimalText.short(run.seconds, digits: 3)) s, \(run.threadText)"))
        }
        return report.text
    }

    private var headline: String {
        let states = system.variables.count
        let (one, several, place, state) =
            switch system.kind {
            case .partial: ("conserved density", "conserved densities", "in", "field")
            case .map: ("invariant", "invariants", "of the map in", "variable")
            default: ("conserved quantity", "conserved quantities", "in", "variable")
            }
        let found =
            switch result.count {
            case 0: "no \(one) found"
            case 1: "1 \(one)"
            default: "\(result.count) \(several)"
            }
        return "\(found) \(place) \(states) \(state)\(states == 1 ? "" : "s")"
    }

    private func add(_ law: ConservedLaw, name: String, to report: inout ReportText) {
        report.line("  " + report.style.bold("\(name) = \(formulas.infix(law.expression).printable)"))
        let kind =
            law.drift != nil ? "measured" : law.certificate.kind == .exact ? "proved exactly" : "checked numerically"
        report.line("    " + report.style.dim("\(kind): ") + law.certificate.identity.printable)
        if let remark = law.remark { report.line("    \(remark.printable)") }
        for (flux, letter) in zip(law.fluxes, ["J", "K", "L"]) {
            report.line("    flux \(letter) = \(formulas.infix(flux.expression).printable)")
        }
        for condition in law.conditions { report.line("    if \(condition.printable)") }
    }

    private var facts: [(name: String, value: String)] {
        var facts: [(name: String, value: String)] = []
        let searched = result.searched
        if !system.multipliers.isEmpty {
            let names = system.multipliers.map(\.printable).joined(separator: ", ")
            facts.append(("unknown", "\(names): without a formula, taken from the constraints"))
        }
        if !searched.description.isEmpty { facts.append(("class", searched.description.printable)) }
        if searched.completeDegree > 0 {
            facts.append(
                (
                    "complete",
                    "\(result.isComplete ? "yes" : "no"), every polynomial up to degree \(searched.completeDegree) was tried "
                        + "(\(searched.basisSize) basis functions)"
                ))
        } else {
            facts.append(("complete", result.isComplete ? "yes" : "no"))
        }
        if let measured = result.measured {
            if system.kind == .measured { facts.removeAll { $0.name == "complete" } }
            facts.append(("data", "\(measured.runs) runs, \(measured.samples) samples"))
            let noise = measured.noise.map { "\($0.variable.printable) \(DecimalText.short($0.deviation, digits: 2))" }
            facts.append(("noise", noise.joined(separator: ", ")))
        }
        facts.append(("search", searchText))
        return facts
    }

    private var searchText: String {
        let searched = result.searched.completeDegree
        return switch result.stopped {
        case .accepted: "ended where no further law is possible"
        case .exhausted where searched == 0: "the whole class was tried"
        case .exhausted: "every degree up to \(result.searched.completeDegree) was tried"
        case .evaluations, .timeout, .interrupted: result.stopped.sentence
        }
    }
}
