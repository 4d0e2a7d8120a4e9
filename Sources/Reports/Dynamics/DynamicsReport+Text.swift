import ConservationLaws
import Diagnostics
import Expressions
import SparseDynamics

extension DynamicsReport {
    /// The report for people: the equations first, then the evidence.
    public func text(style: TextStyle) -> String {
        var report = ReportText(style: style)
        report.line(style.bold(headline))
        report.space()
        for equation in result.equations { report.line("  " + style.bold(line(equation).printable)) }
        report.space()
        report.facts(facts)
        for equation in result.equations where equation.terms.contains(where: { $0.standardError != nil }) {
            report.section(
                "\(equation.leftHandSide), coefficients with standard errors",
                equation.terms.map { term in
                    let value = DecimalText.measured(term.coefficient, standardError: term.standardError)
                    let note = term.isKnown ? "  (given)" : term.exact.map { "  = \(formulas.infix($0))" } ?? ""
                    return "\(formulas.infix(term.function)): \(value)\(note)"
                })
        }
        report.section(
            "numbers inside functions, with standard errors",
            result.innerNumbers.map { DecimalText.measured($0.value, standardError: $0.standardError) })
        report.section("fixed points", result.fixedPoints.map(sentence))
        if let laws {
            report.section(
                "conserved quantities, proved exactly",
                laws.isEmpty ? ["none of low degree"] : laws.map { formulas.infix($0.expression) })
        }
        report.section("doubts", result.doubts)
        report.section("rivals", result.rivals.filter { $0.difference < 20 }.prefix(3).flatMap(sentences))
        report.section("LaTeX", result.equations.map(latex))
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

    /// The equation with as many digits as its errors allow; the full numbers are below it and in the JSON.
    private func line(_ equation: DiscoveredEquation) -> String {
        "\(equation.leftHandSide) = \(formulas.infix(short(equation).expression))"
    }

    private func short(_ equation: DiscoveredEquation) -> DiscoveredEquation {
        var short = equation
        for index in short.terms.indices where short.terms[index].exact == nil {
            let term = short.terms[index]
            let text = DecimalText.measured(term.coefficient, standardError: term.standardError)
            let digits = text.prefix { $0 != " " }
            short.terms[index].coefficient = Double(digits) ?? term.coefficient
        }
        return short
    }

    private func latex(_ equation: DiscoveredEquation) -> String {
        let name = formulas.latex(.variable(equation.variable))
        let side = series.kind == .map ? "\(name)_{n+1}" : "\\dot{\(name)}"
        return "\(side) = \(formulas.latex(short(equation).expression))"
    }

    private var facts: [(name: String, value: String)] {
        let runs = series.runCount
        var facts: [(name: String, value: String)] = [
            ("data", "\(series.sampleCount) samples, \(runs) run\(runs == 1 ? "" : "s")")
        ]
        if series.kind == .flow {
            let levels = zip(series.variables, result.noise).map { "\($0) \(DecimalText.short($1, digits: 3))" }
            facts.append(
                ("noise", result.chiSquared == nil ? "none to speak of" : levels.joined(separator: ", ").printable))
        }
        if let chi = result.chiSquared {
            facts.append(
                ("evidence", "chi squared \(DecimalText.short(chi, digits: 4)) per degree of freedom (1 is perfect)"))
        }
        facts.append(("library", result.library.printable))
        if let prediction { facts.append(("prediction", prediction)) }
        if let heldOutText { facts.append(("kept back", heldOutText)) }
        facts.append(("search", result.stopped == .accepted ? "ended where the data are explained" : searchText))
        return facts
    }

    private var searchText: String {
        result.stopped == .exhausted
            ? "every library was tried: \(result.searched.joined(separator: "; "))" : result.stopped.sentence
    }

    /// How far the first run is predicted from its first state.
    private var prediction: String? {
        guard let score = result.simulations.first ?? nil else { return nil }
        let unit = result.characteristicPeriod.map {
            " (\(DecimalText.short(score.horizon / $0, digits: 3)) characteristic periods)"
        }
        let time = DecimalText.short(score.horizon, digits: 4)
        let runs =
            result.simulations.count > 1 ? "the first run, from its first state," : "solved from the first state,"
        return score.reachesEnd
            ? "\(runs) right to the end: \(time)\(unit ?? "")" : "\(runs) right for \(time)\(unit ?? "")"
    }

    /// How far the runs that were kept back are predicted.
    private var heldOutText: String? {
        guard !result.heldOut.isEmpty else { return nil }
        let count = result.heldOut.count
        let scores = result.heldOut.compactMap { $0 }
        let good = scores.filter(\.reachesEnd).count
        let horizons = scores.map(\.horizon).sorted()
        guard !horizons.isEmpty else { return "the equations cannot be solved there" }
        let median = horizons[horizons.count / 2]
        let unit = result.characteristicPeriod.map {
            " (\(DecimalText.short(median / $0, digits: 3)) characteristic periods)"
        }
        let noun = count == 1 ? "1 run" : "\(count) runs"
        return "\(good) of \(noun) right to the end, right for \(DecimalText.short(median, digits: 4))\(unit ?? "")"
            + (count == 1 ? "" : " in the middle of them")
    }

    private func sentence(_ point: FixedPoint) -> String {
        let place = zip(series.variables, point.state).map { "\($0) = \(DecimalText.short($1, digits: 6))" }
        let turning = point.isSpiral ? ", with rotation" : ""
        return "\(place.joined(separator: ", ")): \(point.stability.rawValue)\(turning)"
    }

    private func sentences(_ rival: DynamicsResult.Rival) -> [String] {
        ["\(DecimalText.short(rival.difference, digits: 3)) units worse:"]
            + rival.equations.map { equation in
                let terms = equation.terms.map { formulas.infix($0.function) }
                return "  \(equation.leftHandSide) with \(terms.joined(separator: ", "))"
            }
    }
}
