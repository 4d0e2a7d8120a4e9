import Diagnostics
import SymbolicRegression

extension FitReport {
    /// The report for people: the law first, then its evidence, the front and the exports.
    public func text(style: TextStyle) -> String {
        var report = ReportText(style: style)
        let target = formulas.name(input.target).printable
        if let best = result.best {
            let law =
                (result.form?.template ?? result.groups?.template).map { formulas.infix($0).printable }
                ?? formulas.infix(best.expression).printable
            report.line(style.bold("\(target) = \(law)"))
            report.space()
            report.facts(evidence(of: best))
            if let groups = result.groups {
                groups.add(best: best, to: &report)
            } else if let form = result.form {
                add(form, best: best, to: &report)
            } else {
                addConstants(of: best, to: &report)
            }
        } else {
            report.line(style.bold("no law found for \(target)"))
            report.space()
            report.facts([("rows", rowsText), ("noise", noiseText), ("search", searchText)])
        }
        report.section("guesses", guessLines)
        report.section("reductions", result.reductions)
        report.section("searched", result.searched)
        if (result.form == nil && result.groups == nil) || result.front.count > 1 { addFront(to: &report) }
        if let best = result.best {
            report.space()
            report.facts([("LaTeX", formulas.latex(best.expression)), ("SymPy", formulas.sympy(best.expression))])
        }
        if let run {
            report.space()
            report.line(
                style.dim(
                    "\(DecimalText.short(run.seconds, digits: 3)) s, \(run.threadText), seed \(options.seed)"))
        }
        return report.text
    }

    private func evidence(of best: FittedLaw) -> [(name: String, value: String)] {
        var facts: [(name: String, value: String)] = [
            ("R²", splitText(best.rSquared, DecimalText.determination)),
            ("RMSE", splitText(best.rootMeanSquareError) { DecimalText.short($0) }),
            ("noise", noiseText), ("rows", rowsText),
        ]
        if let unitsText { facts.append(("units", unitsText)) }
        if let weighted = best.weightedRootMeanSquareError {
            facts.insert(("weighted", splitText(weighted) { DecimalText.short($0) } + " (RMSE with weights)"), at: 2)
        }
        if let chiSquared = best.reducedChiSquared {
            facts.insert(("chi²", splitText(chiSquared) { DecimalText.short($0, digits: 3) } + " (reduced)"), at: 3)
        }
        if best.isExact { facts.append(("exact", "the formula reproduces the data to rounding error")) }
        if let lead = result.leadInBits {
            facts.append(("lead", leadText(lead)))
        }
        facts.append(
            (
                "verified",
                best.isVerified
                    ? "yes: the formula as printed, read back, gives these errors"
                    : "no: the printed formula does not reproduce these errors; please report this"
            ))
        if let extrapolation = result.extrapolation { facts.append(("outside", extrapolation.sentence)) }
        facts.append(("search", searchText))
        return facts
    }

    /// By how many bits the pick is ahead, or why it was taken although it is not.
    private func leadText(_ lead: Double) -> String {
        let bits = DecimalText.short((abs(lead) * 10).rounded() / 10, digits: 4)
        if bits == "0" { return "none: another law describes the data in as many bits" }
        return lead > 0
            ? "\(bits) bits ahead of the best different law"
            : "none: a less simple law saves \(bits) bits, which may be chance"
    }

    private func splitText(_ split: FittedLaw.Split, _ format: (Double) -> String) -> String {
        "\(format(split.train)) train" + (split.heldOut.map { ", \(format($0)) held out" } ?? "")
    }

    private var noiseText: String {
        if let share = result.relativeNoise {
            let percent = DecimalText.short(100 * share)
            return "\(percent) % of \(input.target.printable) (found to be proportional to it; rows weigh accordingly)"
        }
        return switch result.noise {
        case nil: "not known"
        case 0: "none above rounding"
        case let noise?: "\(DecimalText.short(noise)) (estimated standard deviation in \(input.target.printable))"
        }
    }

    /// The unit of the target and those of the inputs; nil when units played no part.
    private var unitsText: String? {
        guard let units = input.units else { return nil }
        let named = zip(input.columns + [input.target], units).map { name, unit in
            "\(formulas.name(name).printable) \(unit.map { $0 == "1" ? "plain" : "in \($0)" } ?? "in any unit")"
        }
        return ([named.last].compactMap { $0 } + named.dropLast()).joined(separator: ", ").printable
    }

    private var rowsText: String {
        var text = "\(result.rows.train) train"
        if result.rows.heldOut > 0 { text += ", \(result.rows.heldOut) held out" }
        if input.dropped > 0 { text += ", \(input.dropped) dropped" }
        return text
    }

    private var searchText: String {
        "\(result.stopped.sentence), \(result.evaluations) candidates scored"
    }

    private func addConstants(of best: FittedLaw, to report: inout ReportText) {
        guard !best.constants.isEmpty else { return }
        report.space()
        report.line("constants")
        report.facts(
            best.constants.map { constant in
                var value = DecimalText.measured(constant.value, standardError: constant.standardError)
                if let unit = constant.unit, unit != "1" { value += " \(unit)" }
                let text = constant.snapped.map { "\(value), taken as \($0)" } ?? value
                return (constant.name, constant.recognized.map { "\(text), \($0.clause.printable)" } ?? text)
            })
    }

    /// The guesses of the user one by one, those of a program counted.
    private var guessLines: [String] {
        let own = result.guesses.filter { $0.origin == "guess" }
        let proposed = result.guesses.filter { $0.origin != "guess" }
        var lines = own.prefix(20).map { guess in
            guard let law = guess.law else { return "\(guess.text): refused, \(guess.refusal ?? "")" }
            let error = DecimalText.short(law.rootMeanSquareError.train)
            return "\(guess.text): \(DecimalText.short(law.descriptionLength, digits: 6)) bits, RMSE \(error)"
        }
        if own.count > 20 { lines.append("and \(own.count - 20) more") }
        if !proposed.isEmpty {
            let judged = proposed.filter { $0.law != nil }.count
            lines.append("\(proposed.count) proposed formulas, \(judged) of them judged")
        }
        return lines
    }

    /// The front with the pick at its place among it, and the position of the pick.
    ///
    /// The shortest description need not be on the front of complexity and error.
    private var lawsShown: (laws: [FittedLaw], picked: Int?) {
        guard let best = result.best else { return (result.front, nil) }
        if let position = result.front.lastIndex(where: { $0.expression == best.expression }) {
            return (result.front, position)
        }
        let position = result.front.firstIndex { $0.complexity > best.complexity } ?? result.front.count
        var laws = result.front
        laws.insert(best, at: position)
        return (laws, position)
    }

    private func addFront(to report: inout ReportText) {
        let (laws, picked) = lawsShown
        guard !laws.isEmpty else { return }
        let style = report.style
        let isWeighted = laws.contains { $0.weightedRootMeanSquareError != nil }
        var table = TextTable(columns: [
            ("", .left), ("complexity", .right), ("bits", .right), ("R²", .right), ("RMSE", .right),
            ("formula", .left),
        ])
        if isWeighted { table.columns.insert(("weighted", .right), at: 5) }
        for (position, law) in laws.enumerated() {
            var cells = [
                position == picked ? ">" : " ", String(law.complexity),
                DecimalText.short(law.descriptionLength, digits: 6),
                DecimalText.determination(law.rSquared.heldOut ?? law.rSquared.train),
                DecimalText.short(law.rootMeanSquareError.heldOut ?? law.rootMeanSquareError.train),
                formulas.infix(law.expression).printable,
            ]
            if isWeighted {
                let error = law.weightedRootMeanSquareError
                cells.insert((error?.heldOut ?? error?.train).map { DecimalText.short($0) } ?? "", at: 5)
            }
            table.rows.append(cells)
        }
        report.space()
        report.line(
            result.rows.heldOut > 0 ? "front (errors on held-out rows; > marks the pick)" : "front (> marks the pick)")
        for (position, line) in table.lines().enumerated() {
            let cut = style.width.map { style.cut(line, to: $0 - 1) } ?? line
            report.line(position == 0 ? style.dim(cut) : position - 1 == picked ? style.bold(cut) : cut)
        }
    }
}

extension StopReason {
    /// Why the search ended, in words.
    var sentence: String {
        switch self {
        case .accepted: "ended with an accepted law"
        case .exhausted: "ran to its end"
        case .evaluations: "ended by the evaluation budget"
        case .timeout: "ended by the time limit"
        case .interrupted: "interrupted"
        }
    }
}
