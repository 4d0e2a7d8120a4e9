import Datasets
import Diagnostics
import Expressions
import Reports
import SymbolicRegression

/// The run of `discover fit` with a form, with groups, or with both.
struct FormRun {
    let form: FormOptions
    let columns: ColumnOptions
    let weighting: WeightOptions
    let allowed: RuleOptions
    let unit: UnitOptions
    let search: SearchOptions
    let output: OutputOptions
    /// The names given with `--inputs`.
    let inputs: String?

    /// Reads the table, fits, prints the result.
    func run(_ path: String) throws {
        let reserved = [weighting.column, form.group].compactMap { $0 }
        let table = try read(path, reserved: reserved)
        let labelled = try form.group.map { try GroupColumn($0, of: table) }
        let weighted = try weighting.apply(to: unit.apply(to: labelled?.table ?? table))
        let chosen = try Measurements.all(
            weighted.table, targets: columns.target, inputs: inputs, reserved: reserved)
        guard let measurements = chosen.first, chosen.count == 1 else {
            throw DiscoverError.usage(
                Diagnostic(
                    "usage.form", "a form or groups explain one target, not \(chosen.count)",
                    hint: "name one with --target"))
        }
        let request = try form.form.map { text in
            let form = try Form(
                text, columns: measurements.inputs.map(\.name), target: measurements.target.name)
            return FormRequest(form: form, ranges: try self.form.ranges(parameters: form.parameters))
        }
        let (problem, warnings) = try question(measurements, weighted, form: request?.form)
        output.warn(warnings)
        output.remark("\(problem.rowCount) rows, target \(problem.targetName), inputs \(problem.inputNames)")

        var options = FitOptions()
        options.seed = search.seed
        options.threads = search.resolvedThreads
        options.rules = try allowed.rules()
        if let limit = options.rules.maximumComplexity { options.maximumComplexity = limit }
        if let limit = search.maxEvaluations { options.maximumEvaluations = limit }
        let control = search.control(defaultEvaluations: options.maximumEvaluations)
        let signals = SignalWatch(control: control)
        let stopwatch = Stopwatch()
        var result: FitResult
        if let labels = weighted.table.labels, let column = form.group {
            let data = GroupedProblem(problem: problem, column: column, labels: labels)
            try GroupColumn.check(data, form: request?.form)
            let division = try form.division(parameters: request?.form.parameters ?? [])
            result = try fit(
                data, request: GroupRequest(form: request, shared: division.shared, free: division.free),
                options: options, control: control)
        } else if let request {
            result = try fit(problem, form: request, options: options, control: control)
        } else {
            return
        }
        output.warn(result.warnings)
        result.warnings = warnings + result.warnings
        let report = FitReport(
            result: result, input: measurements.facts(inputs: problem.inputNames), options: options,
            timeoutSeconds: search.timeout,
            run: output.reproducible ? nil : stopwatch.facts(threads: options.threads))
        try output.deliver(text: report.text, json: { report.json })
        let code = Outcome.exitCode(isFound: result.status == .found, stopped: result.stopped, signal: signals.exitCode)
        if code != .success { throw CommandExit(code: code) }
    }

    /// The table; columns that the form does not use may lack numbers.
    private func read(_ path: String, reserved: [String]) throws -> Table {
        let (text, target, inputs) = (form.form, columns.target, inputs)
        return try columns.read(path, unitsRow: unit.row, labels: form.group) { all in
            let answer = target ?? Measurements.defaultTarget(all, reserved) ?? ""
            let given = inputs.map { NameList.names($0, columns: all) }
            guard let text else { return given.map { Set($0 + reserved).union([answer]) } ?? Set(all) }
            let known = given ?? all.filter { $0 != answer && !reserved.contains($0) }
            guard let form = try? Form(text, columns: known, target: answer) else { return Set(all) }
            return Set(form.columns + reserved).union([answer])
        }
    }

    /// The question that the columns make: with a form, all of its columns; without one, those that vary.
    private func question(
        _ measurements: Measurements, _ weighted: WeightedTable, form: Form?
    ) throws -> (problem: RegressionProblem, warnings: [String]) {
        guard let form else {
            let question = try FitQuestion(measurements, weights: weighted, unitlessConstants: unit.unitlessConstants)
            return (question.problem, question.warnings)
        }
        let used = measurements.inputs.filter { form.columns.contains($0.name) }
        let problem = RegressionProblem(
            inputNames: used.map(\.name), inputs: used.map(\.values), targetName: measurements.target.name,
            target: measurements.target.values, sigma: weighted.sigma, isSigmaAbsolute: weighted.isAbsolute)
        return (problem, measurements.warnings + weighted.warnings)
    }
}
