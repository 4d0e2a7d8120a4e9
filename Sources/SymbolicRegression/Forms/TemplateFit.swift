import Diagnostics
import Evaluation
import Expressions
import NumericKernel

/// Finds the functions that a form leaves open.
///
/// First every hole is a flexible function, fitted together with the parameters; then each of them is searched for a formula
/// with the others held, the best formulas are combined, and all numbers are fitted together. A second round searches on the
/// residuals of the first one's law, free of what the flexible functions could not follow.
struct TemplateFit {
    let form: Form
    let problem: RegressionProblem
    let ranges: [String: ParameterRange]
    let options: FitOptions
    let control: RunControl

    private static let rowsPerSearch = 1500
    private static let formulasPerHole = 8
    private static let combinations = 96

    /// The law with its functions filled in.
    ///
    /// - Throws: `DiscoverError.input` for too few rows; `DiscoverError.numeric` when the form is finite nowhere.
    func result() throws -> FitResult {
        let template = try TemplateModel(form, problem: problem, ranges: ranges)
        let (starts, limits) = template.starts(ranges, count: 160)
        let effort = MultistartFit.Effort(points: 160, descents: 10, steps: 40, rows: 1000)
        guard
            let flexible = MultistartFit(
                template.model, starts: starts, ranges: limits, effort: effort, threads: options.threads,
                control: control)
        else {
            var plain = form
            plain.parameters += form.holes.flatMap { $0.calls.map(\.placeholder) }
            throw FormFailure(form: plain, problem: problem).error(model: template.model, starts: starts)
        }
        let values = flexible.fit.state.parameters
        let split = RowSplit(rowCount: problem.rowCount, seed: options.seed)
        let scoreboard = Scoreboard(problem: problem, trainingRows: problem.rowCount)
        let parameters = Array(values.prefix(form.parameters.count))

        var curves = form.holes.indices.map { template.curve($0, values) }
        var candidates = [[Expression]](repeating: [], count: form.holes.count)
        var residuals = zip(problem.target, template.model.values(values)).map { $0 - $1 }
        var best: FilledTemplate?
        var theta = parameters
        let flexibleError = Statistics.mean(residuals.map { $0 * $0 })
        for round in 0..<2 {
            for k in form.holes.indices {
                let left = (2 - round) * form.holes.count - k
                candidates[k] += try formulas(
                    hole: k, template: template, curves: curves, parameters: theta, residuals: residuals,
                    order: split.order, control: RunControl(next: control, of: left))
            }
            candidates = candidates.map(Self.withoutRepetition)
            guard let chosen = combined(candidates, parameters: theta, scoreboard: scoreboard, best: best) else {
                break
            }
            best = chosen
            if chosen.isExact || control.isStopping { break }
            // Residuals no larger than those of flexible functions, and not all rounding: nothing is left to gain.
            let size = Statistics.rootMeanSquare(problem.target)
            if chosen.meanSquare <= 1.1 * flexibleError, flexibleError > 1e-8 * size * size { break }
            theta = chosen.parameters
            guard let next = self.curves(of: chosen) else { break }
            curves = next
            let tape = try Tape(chosen.expression, variables: problem.inputNames)
            residuals = zip(problem.target, tape.evaluate(columns: problem.inputs)).map { $0 - $1 }
        }
        guard let best else {
            throw DiscoverError.numeric(
                Diagnostic("form.no-function", "no formula was found for the unknown functions of the form"))
        }
        return try result(best, ambiguities: template.ambiguities(values), flexible: flexible)
    }

    /// Formulas for a hole, from a search with everything else held.
    private func formulas(
        hole k: Int, template: TemplateModel, curves: [[Double]], parameters: [Double], residuals: [Double],
        order: [Int], control part: RunControl
    ) throws -> [Expression] {
        let hole = form.holes[k]
        let names = FilledTemplate.argumentNames(hole)
        let arguments = template.bases[k].arguments[0]
        var target = curves[k]
        var sigma: [Double]?
        var rows = order
        if hole.calls.count == 1, let slopes = slopes(hole: k, curves: curves, parameters: parameters) {
            let size = Statistics.rootMeanSquare(slopes)
            // Where the function hardly matters, the rows say nothing about it.
            rows = order.filter { abs(slopes[$0]) > 0.05 * size }
            for row in rows { target[row] += residuals[row] / slopes[row] }
            if rows.contains(where: { abs(abs(slopes[$0]) / size - 1) > 0.2 }) || problem.sigma != nil {
                sigma = slopes.indices.map { (problem.sigma?[$0] ?? 1) / max(abs(slopes[$0]), 0.05 * size) }
            }
        }
        rows = Array(rows.filter { target[$0].isFinite }.prefix(Self.rowsPerSearch)).sorted()
        let used = names.indices.filter { index in rows.contains { arguments[index][$0] != arguments[index][rows[0]] } }
        guard rows.count >= 5, !used.isEmpty else { return [.real(Statistics.mean(target))] }
        let question = RegressionProblem(
            inputNames: used.map { names[$0] }, inputs: used.map { index in rows.map { arguments[index][$0] } },
            targetName: hole.name, target: rows.map { target[$0] }, sigma: sigma.map { sigma in rows.map { sigma[$0] } }
        )
        let found = try SymbolicRegression.fit(question, options: options, control: part)
        let laws = ([found.best].compactMap { $0 } + found.front.sorted { $0.descriptionLength < $1.descriptionLength })
        return Array(laws.map(\.expression).prefix(Self.formulasPerHole))
            + [.real(Statistics.mean(question.target))]
    }

    /// Derivative of the form by the value of a hole that is called once.
    private func slopes(hole k: Int, curves: [[Double]], parameters: [Double]) -> [Double]? {
        guard let placeholder = form.holes[k].calls.first?.placeholder else { return nil }
        let derivative = form.template.derivative(withRespectTo: placeholder)
        var (names, columns) = (problem.inputNames, problem.inputs)
        for (hole, curve) in zip(form.holes, curves) {
            // The other holes may be called more than once; their derivative is then left to the next round.
            guard
                hole.calls.count == 1 || !hole.calls.contains(where: { derivative.contains(variable: $0.placeholder) })
            else { return nil }
            for call in hole.calls {
                names.append(call.placeholder)
                columns.append(curve)
            }
        }
        guard let tape = try? Tape(derivative, variables: names, parameters: form.parameters) else { return nil }
        let values = tape.evaluate(columns: columns, parameters: parameters, rows: 0..<problem.rowCount)
        return values.allSatisfy(\.isFinite) && values.contains { $0 != 0 } ? values : nil
    }

    /// Values of the functions that were found, at their first calls.
    private func curves(of filled: FilledTemplate) -> [[Double]]? {
        var result: [[Double]] = []
        for (hole, function) in zip(form.holes, filled.functions) {
            guard let call = hole.calls.first,
                let tape = try? Tape(
                    FilledTemplate.inserted(function, hole, call: call), variables: problem.inputNames)
            else { return nil }
            result.append(tape.evaluate(columns: problem.inputs, rows: 0..<problem.rowCount))
        }
        return result
    }

    /// The combination of formulas with the shortest description, its numbers fitted and simplified.
    private func combined(
        _ candidates: [[Expression]], parameters: [Double], scoreboard: Scoreboard, best known: FilledTemplate?
    ) -> FilledTemplate? {
        var combinations: [[Int]] = [[]]
        for list in candidates {
            combinations = combinations.flatMap { start in list.indices.map { start + [$0] } }
        }
        // Formulas come best first: combinations of the best ones are tried first.
        combinations = combinations.enumerated().sorted {
            ($0.element.reduce(0, +), $0.offset) < ($1.element.reduce(0, +), $1.offset)
        }.map(\.element)
        let tried = Array(combinations.prefix(Self.combinations))
        let fits = tried.map { choice in
            let functions = zip(candidates, choice).map { $0[$1] }
            return FilledTemplate(form: form, functions: functions, parameters: parameters)
                .fitted(on: scoreboard, ranges: ranges)
        }
        control.charge(tried.count)
        let ranked = (fits.compactMap { $0 } + [known].compactMap { $0 }).enumerated().sorted {
            ($0.element.bits, $0.offset) < ($1.element.bits, $1.offset)
        }.map(\.element)
        let polish = TemplatePolish(scoreboard: scoreboard, ranges: ranges)
        return ranked.prefix(4).map(polish.polished).enumerated().min {
            ($0.element.bits, $0.offset) < ($1.element.bits, $1.offset)
        }?.element
    }

    private static func withoutRepetition(_ list: [Expression]) -> [Expression] {
        var seen: Set<Expression> = []
        return list.filter { seen.insert($0).inserted }
    }

    /// The law as the result of a fit of the filled form.
    private func result(_ best: FilledTemplate, ambiguities: [String], flexible: MultistartFit) throws -> FitResult {
        let (functions, names, values) = best.named(columns: problem.inputNames)
        var filled = form
        filled.holes = []
        filled.template = FilledTemplate.template(form, functions)
        filled.parameters += names
        var starts = ranges
        for (name, value) in zip(filled.parameters, best.parameters + values) {
            var range = ranges[name] ?? ParameterRange()
            range.start = range.clamped(value)
            starts[name] = range
        }
        var result = try FormFit(
            form: filled, problem: problem, ranges: starts, options: options, control: control
        ).result()
        guard var evidence = result.form, let law = result.best else { return result }
        let fitted = Dictionary(law.constants.map { ($0.name, $0.value) }) { first, _ in first }
        evidence.holes = zip(form.holes, functions).map { hole, function in
            let arguments = hole.calls.first?.arguments ?? []
            let expression = hole.calls.first.map { FilledTemplate.inserted(function, hole, call: $0) } ?? function
            return FormEvidence.FilledHole(
                name: hole.name, arguments: arguments,
                expression: expression.substituting { fitted[$0].map(Expression.real) }.simplified())
        }
        evidence.startsTried = flexible.startsTried
        evidence.descents = flexible.descents
        evidence.reachedBest = flexible.reachedBest
        result.form = evidence
        result.warnings += ambiguities
        return result
    }
}
