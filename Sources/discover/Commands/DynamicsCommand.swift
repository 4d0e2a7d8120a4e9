import ArgumentParser
import Datasets
import Diagnostics
import Reports
import SparseDynamics

/// `discover dynamics`: the equations that govern time series.
struct DynamicsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dynamics", abstract: "Find the equations that govern time series.",
        discussion: """
            Reads a table with a time column, or with --dt, and one or many runs (a run column, blank lines or several \
            files). The other columns are the variables x; the answer is dx/dt = f(x), or x[n+1] = f(x[n]) with --map.

            Fields on a grid (columns t, x or t, x, y, and the fields; one row per grid point) give partial differential \
            equations: u_t = 0.1*u_xx - u*u_x.

            --output model.py writes a Python program that solves the equations of a series.

            A search ends 60 seconds (fields: 120) after reading with the best so far, unless --timeout says otherwise.
            """)

    @Argument(
        help: ArgumentHelp("Tables with a header (CSV, TSV, .gz, HDF5); - reads standard input.", valueName: "table"),
        completion: .file())
    var paths: [String] = []

    @OptionGroup(title: "Candidates") var candidates: CandidateOptions
    @OptionGroup(title: "Series") var series: SeriesColumnOptions
    @OptionGroup(title: "Fields") var fields: FieldColumnOptions
    @OptionGroup(title: "Search") var search: SearchOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    /// The time limit of a search in series.
    static let defaultSeconds = 60.0
    /// The time limit of a search in fields.
    static let defaultFieldSeconds = 120.0

    func run() throws {
        guard let first = try InputPath.resolve(paths.first, command: "dynamics") else { return }
        try output.checkDestination()
        let limit = RunLimit(search, asJSON: output.json)
        let fieldRun = FieldRun(
            candidates: candidates, series: series, fields: fields, search: search, output: output, limit: limit)
        guard case .series(let tables) = try fieldRun.perform(on: [first] + paths.dropFirst()) else { return }
        let read = (series: try series.series(tables), tables: tables)
        output.warn(read.series.remarks)
        var options = try candidates.options(for: read.series)
        options.threads = search.resolvedThreads
        options.rightHandSides = SymbolicRightHandSides(seed: search.seed, threads: options.threads)
        let limited = limit.run(otherwise: Self.defaultSeconds)
        let control = limited.control
        let signals = SignalWatch(control: control)
        let stopwatch = Stopwatch()
        if candidates.respectLaws {
            let laws = RespectedLaws(threads: options.threads, seed: search.seed, control: control)
            let outcome = try laws.added(to: options, of: read.series)
            options = outcome.options
            output.warn([outcome.remark])
        }
        let result = try governingEquations(of: read.series, options: options, control: control)
        let report = DynamicsReport(
            result: result, series: result.series,
            files: read.tables.map { ($0.source?.path ?? "-", $0.source?.sha256 ?? "") }, options: options,
            laws: FoundSystem.laws(of: result, series: result.series, threads: options.threads, control: control),
            timeoutSeconds: limited.seconds, run: output.reproducible ? nil : stopwatch.facts(threads: options.threads))
        limited.watch.end()
        try output.deliver(
            text: { output.wantsProgram ? report.program : report.text(style: $0) }, json: { report.json })
        let code = Outcome.exitCode(isFound: result.status == .found, stopped: result.stopped, signal: signals.exitCode)
        if code != .success { throw CommandExit(code: code) }
    }
}
