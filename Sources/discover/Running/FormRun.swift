import Datasets
import Diagnostics
import Expressions
import Reports
import SymbolicRegression

/// The run of `discover fit` with a form.
struct FormRun {
    let form: FormOptions
    let columns: ColumnOptions
    let weighting: WeightOptions
    let search: SearchOptions
    let output: OutputOptions
    /// The names given with `--inputs`.
    let inputs: String?

    /// Reads the table, fits the form, prints the result.
    func run(_ path: String) throws {
        let text = form.form ?? ""
        let reserved = [weighting.column].compactMap { $0 }
        let (target, inputs) = (columns.target, inputs)
        let table = try columns.read(path) { all in
            let answer = target ?? Measurements.defaultTarget(all, reserved) ?? ""
            let known = inputs.map { NameList.names($0, columns: all) } ?? all.filter { $0 != answer }
            guard let form = try? Form(text, columns: known, target: answer) else { return Set(all) }
            return Set(form.columns + reserved).union([answer])
        }
        let weighted = try weighting.apply(to: table)
        let chosen = try Measurements.all(
            weighted.table, targets: columns.target, inputs: self.inputs, reserved: reserved)
        guard let measurements = chosen.first, chosen.count == 1 else {
            throw DiscoverError.usage(
                Diagnostic(
                    "usage.form", "a form explains one target, not \(chosen.count)", hint: "name one with --target"))
        }
        let form = try Form(
            text, columns: measurements.inputs.map(\.name), target: measurements.target.name)
        let request = FormRequest(form: form, ranges: try self.form.ranges(parameters: form.parameters))
        let used = measurements.inputs.filter { form.columns.contains($0.name) }
        let problem = RegressionProblem(
            inputNames: used.map(\.name), inputs: used.map(\.values), targetName: measurements.target.name,
            target: measurements.target.values, sigma: weighted.sigma, isSigmaAbsolute: weighted.isAbsolute)
        let warnings = measurements.warnings + weighted.warnings
        output.warn(warnings)
        output.remark(
            "\(problem.rowCount) rows, target \(problem.targetName), parameters \(form.parameters), "
                + "unknown functions \(form.holes.map(\.name))")

        var options = FitOptions()
        options.seed = search.seed
        options.threads = search.resolvedThreads
        if let limit = search.maxEvaluations { options.maximumEvaluations = limit }
        let control = search.control(defaultEvaluations: options.maximumEvaluations)
        let signals = SignalWatch(control: control)
        let stopwatch = Stopwatch()
        var result = try fit(problem, form: request, options: options, control: control)
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
}
