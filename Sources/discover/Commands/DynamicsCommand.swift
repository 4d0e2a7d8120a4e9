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
            """)

    @Argument(
        help: ArgumentHelp("Tables with a header (CSV, TSV, .gz, HDF5); - reads standard input.", valueName: "table"),
        completion: .file())
    var paths: [String] = []

    @OptionGroup(title: "Series") var series: SeriesColumnOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        guard let first = try InputPath.resolve(paths.first, command: "dynamics") else { return }
        try output.checkDestination()
        let read = try series.read([first] + paths.dropFirst())
        output.warn(read.series.remarks)
        throw DiscoverError.numeric(Diagnostic("dynamics.unfinished", "the search is not part of this version"))
    }
}
