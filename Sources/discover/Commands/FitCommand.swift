import ArgumentParser
import Diagnostics
import Expressions
import Reports
import SymbolicRegression

/// `discover fit`: a law y = f(x) from a table.
struct FitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit", abstract: "Find a law y = f(x) in a table.",
        discussion: """
            Reads the header, takes the last column as the target and the others as inputs, estimates the noise, \
            searches, and prints one law, the front of laws by complexity, and the evidence. "No law found" is an \
            answer, with exit code 1.
            """)

    @Argument(
        help: ArgumentHelp("Table with a header (CSV, TSV, .gz, HDF5); - reads standard input.", valueName: "table"),
        completion: .file())
    var path: String?

    @Option(
        help: ArgumentHelp("Input columns, separated by commas. (default: all but the targets)", valueName: "names"))
    var inputs: String?

    @OptionGroup(title: "Form") var form: FormOptions
    @OptionGroup(title: "Table") var columns: ColumnOptions
    @OptionGroup(title: "Weights") var weighting: WeightOptions
    @OptionGroup(title: "Allowed formulas") var allowed: RuleOptions
    @OptionGroup(title: "Units") var unit: UnitOptions
    @OptionGroup(title: "Formulas to start from") var outside: GuessOptions
    @OptionGroup(title: "Physical constants") var known: ConstantOptions
    @OptionGroup(title: "Search") var search: SearchOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        guard form.isGiven else { return }
        let foreign = [
            (outside.guess.isEmpty, "--guess"), (outside.propose == nil, "--propose"),
            (known.constants == nil, "--constants"),
        ]
        if let option = foreign.first(where: { !$0.0 }) {
            throw ValidationError("\(option.1) belongs to a search: it excludes --form and --group.")
        }
    }

    func run() throws {
        guard let path = try InputPath.resolve(path, command: "fit") else { return }
        try output.checkDestination()
        if form.isGiven {
            let run = FormRun(
                form: form, columns: columns, weighting: weighting, allowed: allowed, unit: unit, search: search,
                output: output, inputs: inputs)
            return try run.run(path)
        }
        let reserved = [weighting.column].compactMap { $0 }
        let weighted = try weighting.apply(
            to: unit.apply(
                to: columns.read(
                    path, unitsRow: unit.row,
                    inUse: Measurements.inUse(target: columns.target, inputs: inputs, reserved: reserved))))
        let questions = try Measurements.all(
            weighted.table, targets: columns.target, inputs: inputs, reserved: reserved
        ).map { try FitQuestion($0, weights: weighted, unitlessConstants: unit.unitlessConstants) }
        var warned: Set<String> = []
        output.warn(questions.flatMap(\.warnings).filter { warned.insert($0).inserted })

        var options = FitOptions()
        options.seed = search.seed
        options.threads = search.resolvedThreads
        options.physicalConstants = try known.physicalConstants()
        options.rules = try allowed.rules()
        if let limit = options.rules.maximumComplexity { options.maximumComplexity = limit }
        if let limit = search.maxEvaluations { options.maximumEvaluations = limit }
        let guesses = try questions.map { try outside.guesses(for: $0.problem, constants: options.physicalConstants) }
        output.warn(guesses.flatMap { $0 }.flatMap(\.warnings))
        let control = search.control(defaultEvaluations: options.maximumEvaluations)
        let signals = SignalWatch(control: control)
        let stopwatch = Stopwatch()
        var reports: [FitReport] = []
        for (done, question) in questions.enumerated() {
            let part = questions.count == 1 ? control : RunControl(next: control, of: questions.count - done)
            options.guesses = guesses[done]
            reports.append(try report(on: question, options: options, control: part))
        }
        let facts = output.reproducible ? nil : stopwatch.facts(threads: options.threads)
        if reports.count == 1 {
            reports[0].run = facts
            try output.deliver(text: reports[0].text, json: { reports[0].json })
        } else {
            let all = SeveralFitsReport(reports: reports, run: facts)
            try output.deliver(text: all.text, json: { all.json })
        }
        let code = Outcome.exitCode(of: reports.map(\.result), signal: signals.exitCode)
        if code != .success { throw CommandExit(code: code) }
    }

    /// Searches for the answer to one question.
    private func report(on question: FitQuestion, options: FitOptions, control: RunControl) throws -> FitReport {
        output.remark(
            "\(question.problem.rowCount) rows, target \(question.problem.targetName), inputs \(question.problem.inputNames)"
        )
        let display = LiveFront.onTerminal(isQuiet: output.quiet, control: control)
        let canvas = display?.canvas
        var result = try fit(
            question.problem, options: options, control: control,
            proposals: outside.proposals(options, isSilent: output.quiet)
        ) { canvas?.show($0) }
        display?.finish()
        output.warn(result.warnings)
        result.warnings = question.warnings + result.warnings
        return FitReport(
            result: result, input: question.facts, options: options,
            timeoutSeconds: search.timeout, run: nil)
    }
}
