import Diagnostics
import Expressions

/// Fits guesses and puts them on the scoreboard, where they are judged like any other candidate.
struct GuessTrial {
    let scoreboard: Scoreboard
    let options: FitOptions
    let control: RunControl

    /// Fits and scores a guess.
    func judge(_ guess: Guess) -> GuessJudgement {
        func refused(_ reason: String) -> GuessJudgement {
            GuessJudgement(text: guess.text, origin: guess.origin, law: nil, refusal: reason)
        }
        control.charge(1)
        guard let fitted = fitted(guess) else { return refused("it has no finite value in some rows") }
        var canonical = PhaseForm.normalized(fitted.simplified(assumingPositive: scoreboard.positive))
            .simplified(assumingPositive: scoreboard.positive)
        if let units = scoreboard.units, !units.allows(canonical) {
            guard let conforming = units.conforming(canonical) else {
                return refused("it contradicts the units of the columns")
            }
            canonical = conforming.simplified(assumingPositive: scoreboard.positive)
        }
        if let violation = scoreboard.rules.violation(of: canonical) { return refused(violation) }
        scoreboard.submit(canonical, strategy: guess.origin, notes: [])
        guard let candidate = scoreboard.measure(canonical, strategy: guess.origin, notes: []) else {
            return refused("it has no finite value in some rows")
        }
        return GuessJudgement(
            text: guess.text, origin: guess.origin,
            law: scoreboard.law(candidate, constants: [], isVerified: false), refusal: nil)
    }

    /// The formula with its constants at their best values on the training rows; nil when no values make it finite.
    private func fitted(_ guess: Guess) -> Expression? {
        let problem = scoreboard.problem
        let form = guess.expression.parameterized(reserved: Set(problem.inputNames + guess.constants))
        let names = form.parameters + guess.constants
        guard !names.isEmpty else { return guess.expression }
        let rows = Array(0..<min(scoreboard.trainingRows, 5000))
        let columns = problem.inputs.map { column in rows.map { column[$0] } }
        let target = rows.map { problem.target[$0] }
        let linear = LinearParameters.positions(in: form.template, names)
        guard
            let model = try? SeparableModel(
                form.template, variables: problem.inputNames, columns: columns, target: target,
                weights: scoreboard.factors.map { factors in rows.map { factors[$0] } }, names: names, linear: linear)
        else { return nil }
        let scales = ParameterScales(
            form.template, parameters: names,
            columns: Dictionary(zip(problem.inputNames, columns)) { first, _ in first },
            targetSize: Statistics.rootMeanSquare(target))
        // Numbers that came with the guess are where its author would start.
        let given = model.nonlinear.map { $0 < form.values.count ? form.values[$0] : nil }
        let guesses = model.nonlinear.map { scales.guesses[names[$0]] ?? ParameterScales.Guess(size: 1) }
        let ranges = model.nonlinear.map { _ in ParameterRange() }
        var starts = StartingPoints.points(guesses, ranges, count: 256)
        starts.insert(zip(given, guesses).map { $0 ?? $1.size }, at: 0)
        var effort = MultistartFit.Effort()
        effort.descents = 16
        guard
            let fit = MultistartFit(
                model, starts: starts, ranges: ranges, effort: effort, threads: options.threads, control: control)
        else { return nil }
        let values = Dictionary(zip(names, fit.fit.state.parameters)) { first, _ in first }
        return form.template.substituting { values[$0].map(Expression.real) }
    }
}
