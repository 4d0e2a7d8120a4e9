import ArgumentParser
import ConservationLaws
import Diagnostics
import Reports

/// `discover conserve`: the conserved quantities of a system of differential equations.
struct ConserveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conserve", abstract: "Find the conserved quantities of a system of differential equations.",
        discussion: """
            One equation per line: x' = a*x - x*y, dx/dt = ..., x'' = -x. Lines such as param a = 3/2, param b and \
            constraint x^2 + y^2 = 1 add parameters and constraints; # begins a comment. Laws are proved by exact \
            arithmetic; "none" is an answer, with exit code 1.
            """)

    @Argument(help: ArgumentHelp("System as text; - reads standard input.", valueName: "system"), completion: .file())
    var path: String?

    @Option(
        help: ArgumentHelp("Largest degree of the laws. (default: as far as the budget allows)", valueName: "degree"))
    var maxDegree: Int?

    @OptionGroup(title: "Search") var search: SearchOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if let maxDegree, !(1...100).contains(maxDegree) {
            throw ValidationError("--max-degree must be between 1 and 100.")
        }
    }

    func run() throws {
        guard let path = try InputPath.resolve(path, command: "conserve") else { return }
        try output.checkDestination()
        let source = try TextInput(path: path)
        let system = try SystemParser.parse(text: try source.text(), source: path)
        var options = ConservationOptions()
        options.maximumDegree = maxDegree
        options.seed = search.seed
        options.threads = search.resolvedThreads
        let control = search.control(defaultEvaluations: .max)
        let signals = SignalWatch(control: control)
        let stopwatch = Stopwatch()
        let result = try conservedQuantities(of: system, options: options, control: control)
        output.warn(result.warnings)

        let report = ConservationReport(
            result: result, system: system, path: path, sha256: source.sha256, options: options,
            timeoutSeconds: search.timeout,
            run: output.reproducible ? nil : stopwatch.facts(threads: options.threads))
        try output.deliver(text: report.text, json: { report.json })
        let code = Outcome.exitCode(isFound: result.status == .found, stopped: result.stopped, signal: signals.exitCode)
        if code != .success { throw CommandExit(code: code) }
    }
}
