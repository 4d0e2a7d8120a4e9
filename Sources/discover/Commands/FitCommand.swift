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

    @Option(help: ArgumentHelp("Input columns, separated by commas. (default: all but the target)", valueName: "names"))
    var inputs: String?

    @OptionGroup(title: "Table") var columns: ColumnOptions
    @OptionGroup(title: "Weights") var weighting: WeightOptions
    @OptionGroup(title: "Search") var search: SearchOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        guard let path = try InputPath.resolve(path, command: "fit") else { return }
        try output.checkDestination()
        let names = inputs.map(Measurements.names)
        let reserved = [weighting.column].compactMap { $0 }
        let weighted = try weighting.apply(
            to: columns.read(
                path, inUse: Measurements.inUse(target: columns.target, inputs: names, reserved: reserved)))
        let measurements = try Measurements(
            weighted.table, target: columns.target, inputs: names, reserved: reserved)
        let question = try FitQuestion(measurements, weights: weighted)
        output.warn(question.warnings)
        output.remark(
            "\(question.problem.rowCount) rows, target \(question.problem.targetName), inputs \(question.problem.inputNames)"
        )

        var options = FitOptions()
        options.seed = search.seed
        options.threads = search.resolvedThreads
        if let limit = search.maxEvaluations { options.maximumEvaluations = limit }
        let control = search.control(defaultEvaluations: options.maximumEvaluations)
        let signals = SignalWatch(control: control)
        let display = LiveFront.onTerminal(isQuiet: output.quiet, control: control)
        let canvas = display?.canvas
        let stopwatch = Stopwatch()
        var result = try fit(question.problem, options: options, control: control) { canvas?.show($0) }
        display?.finish()
        result.warnings = question.warnings + result.warnings
        output.warn(Array(result.warnings.dropFirst(question.warnings.count)))

        let report = FitReport(
            result: result, input: measurements.facts(inputs: question.problem.inputNames), options: options,
            timeoutSeconds: search.timeout,
            run: output.reproducible ? nil : stopwatch.facts(threads: options.threads))
        try output.deliver(text: report.text, json: { report.json })
        let code = Outcome.exitCode(isFound: result.status == .found, stopped: result.stopped, signal: signals.exitCode)
        if code != .success { throw CommandExit(code: code) }
    }
}
