import ArgumentParser
import ConservationLaws
import Diagnostics
import Expressions
import Reports
import SparseDynamics

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

    @Flag(
        help: "Also rank quantities that drift slowly because terms are small, measured numerically along motions.")
    var approximate = false

    @Option(
        help: ArgumentHelp(
            "With --approximate: size of the motions in the units of the variables. (default: 1)", valueName: "size"))
    var scale: Double?

    @Flag(help: "Tables of runs: find the governing equations first, then prove the laws of those.")
    var equations = false

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
        if let scale {
            if !approximate { throw ValidationError("--scale is for --approximate.") }
            if !(scale > 0 && scale.isFinite && scale <= 1e6) {
                throw ValidationError("--scale must be a number above 0 and at most 1000000.")
            }
        }
        if approximate, verify { throw ValidationError("--approximate and --verify exclude each other.") }
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
        options.wantsApproximate = approximate
        options.scale = scale ?? 1
        if equations, case .system = input.subject {
            throw DiscoverError.usage(
                Diagnostic("conserve.equations", "--equations is for tables of runs, and this input has equations"))
        }
        options.seed = search.seed
        options.threads = search.resolvedThreads
        let control = search.control(defaultEvaluations: .max)
        let signals = SignalWatch(control: control)
        let stopwatch = Stopwatch()
        let system: DynamicalSystem
        var result: ConservationResult
        var found: [String] = []
        switch input.subject {
        case .runs(let runs, let series):
            (system, result, found) = try laws(of: runs, series, options, control)
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
        if approximate { try addApproximateLaws(of: system, to: &result, options, control) }
        output.warn(result.warnings)

        var report = ConservationReport(
            result: result, system: system, path: path, sha256: input.sha256, options: options,
            timeoutSeconds: search.timeout,
            run: output.reproducible ? nil : stopwatch.facts(threads: options.threads))
        report.foundEquations = found
        let script = try wantsScript ? sympyScript(of: report) : nil
        try output.deliver(text: { script ?? report.text(style: $0) }, json: { report.json })
        let isFound = result.status == .found || !result.approximateLaws.isEmpty
        let code = Outcome.exitCode(isFound: isFound, stopped: result.stopped, signal: signals.exitCode)
        if code != .success { throw CommandExit(code: code) }
    }

    /// The laws of measured runs: of the equations that are found for them when `--equations` asks so, otherwise of the data.
    private func laws(
        of runs: MeasuredRuns, _ series: TimeSeries, _ options: ConservationOptions, _ control: RunControl
    ) throws -> (DynamicalSystem, ConservationResult, [String]) {
        let measured = DynamicalSystem(measured: runs.variables)
        guard equations else {
            return (measured, try conservedQuantities(alongRuns: runs, options: options, control: control), [])
        }
        guard let found = try FoundEquations(of: series, threads: options.threads, control: control) else {
            var result = try conservedQuantities(alongRuns: runs, options: options, control: control)
            result.warnings.append("no governing equations were found: the laws were sought in the data alone")
            return (measured, result, [])
        }
        var result = try conservedQuantities(of: found.system, options: options, control: control)
        let values = Dictionary(
            found.system.parameters.compactMap { item in item.value.map { (item.name, $0.numericValue()) } },
            uniquingKeysWith: { first, _ in first })
        let compared = compare(result.laws, values: values, with: runs)
        result.laws = compared.laws
        result.measured = compared.facts
        result.statements.append(
            "The laws are exact for the equations found; how well those describe the runs is a finding about the data.")
        return (found.system, result, found.lines)
    }

    private func addApproximateLaws(
        of system: DynamicalSystem, to result: inout ConservationResult, _ options: ConservationOptions,
        _ control: RunControl
    ) throws {
        guard system.kind == .ordinary else {
            throw DiscoverError.usage(
                Diagnostic("conserve.approximate", "--approximate is for ordinary differential equations"))
        }
        let found = try approximateLaws(of: system, besides: result.laws, options: options, control: control)
        result.approximateLaws = found.laws
        result.statements += found.statements
    }

    /// Whether a program for SymPy is wanted: by `--sympy`, or by a name such as `law.py` for the output.
    private var wantsScript: Bool { sympy || output.wantsProgram }

    private func sympyScript(of report: ConservationReport) throws -> String {
        guard let script = report.sympyScript else {
            throw DiscoverError.usage(
                Diagnostic(
                    "conserve.sympy", "laws found in measurements have no equations for SymPy to check them with",
                    hint: "--equations finds the equations of the runs first"))
        }
        return script
    }

    private func checkAgain(_ path: String) throws {
        let document = try JSONValue.parse(try TextInput(path: path).bytes, file: path)
        let report = try VerificationReport(try ConservationDocument(document, file: path), path: path)
        try output.deliver(text: report.text, json: { report.json })
        if !report.isPassed { throw CommandExit(code: .negative) }
    }
}
