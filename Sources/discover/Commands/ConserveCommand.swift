import ArgumentParser
import ConservationLaws
import Diagnostics
import Reports

/// `discover conserve`: the conserved quantities of a system of differential equations.
struct ConserveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conserve",
        abstract: "Find the conserved quantities of a system of differential equations, or of measured motions.",
        discussion: """
            One equation per line: x' = a*x - x*y, dx/dt = ..., x'' = -x; or partial differential equations \
            u_t = -6*u*u_x - u_xxx, whose conserved densities come with their fluxes. Also H = ... with canonical pairs, \
            L = ... with velocities x', reactions 2 A + B -> C ; k1, and maps x[n+1] = .... Lines such as param a = 3/2, param b and \
            constraint x^2 + y^2 = 1 add parameters and constraints; # begins a comment. Laws are proved by exact \
            arithmetic; "none" is an answer, with exit code 1. A table of several runs instead of a system gives \
            the quantities that stay constant along the runs, as findings about the data.
            """)

    @Argument(
        help: ArgumentHelp("System as text, or a table of runs; - reads standard input.", valueName: "system"),
        completion: .file())
    var path: String?

    @Option(
        help: ArgumentHelp("Largest degree of the laws. (default: as far as the budget allows)", valueName: "degree"))
    var maxDegree: Int?

    @Option(
        help: ArgumentHelp(
            "Partial differential equations: largest weight of the densities. (default: six fields)",
            valueName: "weight"))
    var maxWeight: Int?

    @Option(
        help: ArgumentHelp(
            "Partial differential equations: largest order of derivatives in the laws. (default: chosen)",
            valueName: "order"))
    var maxOrder: Int?

    @Option(
        help: ArgumentHelp(
            "Partial differential equations: laws that hold t, x, ... up to this degree.", valueName: "degree"))
    var explicit = 0

    @Flag(help: "Check the laws of an earlier result of --json again, exactly and without a search.")
    var verify = false

    @Flag(help: "Print a Python program that checks the laws with SymPy.")
    var sympy = false

    @OptionGroup(title: "Tables of runs") var series: SeriesColumnOptions
    @OptionGroup(title: "Search") var search: SearchOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if let maxDegree, !(1...100).contains(maxDegree) {
            throw ValidationError("--max-degree must be between 1 and 100.")
        }
        if let maxWeight, !(1...60).contains(maxWeight) {
            throw ValidationError("--max-weight must be between 1 and 60.")
        }
        if let maxOrder, !(0...10).contains(maxOrder) {
            throw ValidationError("--max-order must be between 0 and 10.")
        }
        if verify, sympy { throw ValidationError("--verify and --sympy exclude each other.") }
        if sympy, output.json { throw ValidationError("--sympy and --json exclude each other.") }
        if !(0...4).contains(explicit) { throw ValidationError("--explicit must be between 0 and 4.") }
    }

    func run() throws {
        guard let path = try InputPath.resolve(path, command: "conserve") else { return }
        try output.checkDestination()
        if verify { return try checkAgain(path) }
        let input = try ConserveInput(path: path, series: series)
        output.warn(input.remarks)
        var options = ConservationOptions()
        options.maximumDegree = maxDegree
        options.maximumWeight = maxWeight
        options.maximumOrder = maxOrder
        options.explicitDegree = explicit
        options.seed = search.seed
        options.threads = search.resolvedThreads
        let control = search.control(defaultEvaluations: .max)
        let signals = SignalWatch(control: control)
        let stopwatch = Stopwatch()
        let system: DynamicalSystem
        let result: ConservationResult
        switch input.subject {
        case .runs(let runs):
            system = DynamicalSystem(measured: runs.variables)
            result = try conservedQuantities(alongRuns: runs, options: options, control: control)
        case .system(.ordinary(let ordinary)):
            system = ordinary
            result =
                ordinary.kind == .map
                ? try invariants(ofMap: ordinary, options: options, control: control)
                : reactionLaws(
                    try conservedQuantities(of: ordinary, options: options, control: control), of: ordinary)
        case .system(.fields(let fields)):
            system = DynamicalSystem(fields)
            result = try conservationLaws(of: fields, options: options, control: control)
        }
        output.warn(result.warnings)

        let report = ConservationReport(
            result: result, system: system, path: path, sha256: input.sha256, options: options,
            timeoutSeconds: search.timeout,
            run: output.reproducible ? nil : stopwatch.facts(threads: options.threads))
        if sympy, system.kind != .ordinary {
            throw DiscoverError.usage(
                Diagnostic("conserve.sympy", "--sympy is for ordinary differential equations"))
        }
        try output.deliver(text: { sympy ? report.sympyScript : report.text(style: $0) }, json: { report.json })
        let code = Outcome.exitCode(isFound: result.status == .found, stopped: result.stopped, signal: signals.exitCode)
        if code != .success { throw CommandExit(code: code) }
    }

    private func checkAgain(_ path: String) throws {
        let document = try JSONValue.parse(try TextInput(path: path).bytes, file: path)
        let report = try VerificationReport(try ConservationDocument(document, file: path), path: path)
        try output.deliver(text: report.text, json: { report.json })
        if !report.isPassed { throw CommandExit(code: .negative) }
    }
}
