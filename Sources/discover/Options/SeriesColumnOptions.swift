import ArgumentParser
import Datasets
import SparseDynamics

/// The options that say what the columns of a time series mean.
struct SeriesColumnOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Time column. (default: t or time, or the first column that ascends in every run)", valueName: "name"))
    var time: String?

    @Option(help: ArgumentHelp("Time between rows, for tables without a time column.", valueName: "step"))
    var dt: Double?

    @Option(
        help: ArgumentHelp("Column that tells the runs apart. (default: blank lines and files)", valueName: "name"))
    var run: String?

    @Option(
        help: ArgumentHelp("Columns whose equations are wanted. (default: all others)", valueName: "names"))
    var variables: String?

    @Option(
        help: ArgumentHelp("Columns that act from outside, such as controls; they get no equation.", valueName: "names")
    )
    var inputs: String?

    @Option(help: "What to do with rows that have missing values.")
    var missing: ColumnOptions.Missing = .error

    @Flag(help: "The rows are steps of a map x[n+1] = f(x[n]).")
    var map = false

    func validate() throws {
        if let dt, !(dt > 0 && dt.isFinite) { throw ValidationError("--dt must be a number above 0.") }
        if dt != nil, time != nil { throw ValidationError("--dt and --time exclude each other.") }
        if map, dt != nil { throw ValidationError("--dt has no meaning for a map.") }
    }

    /// The series in some files.
    func read(_ paths: [String]) throws -> (series: TimeSeries, tables: [Table]) {
        let tables = try tables(paths)
        return (try series(tables), tables)
    }

    /// The tables in some files, with the columns that take part.
    ///
    /// - Parameter others: further columns that are needed, such as coordinates of space.
    func tables(_ paths: [String], others: [String] = []) throws -> [Table] {
        let roles = [time, run].compactMap { $0 } + others
        let (variables, inputs) = (variables, inputs)
        var options = Datasets.TableOptions()
        options.missing = missing == .drop ? .drop : .error
        options.labelColumn = run
        options.columnsInUse = { all in
            guard let variables else { return Set(all) }
            let named =
                NameList.names(variables, columns: all) + (inputs.map { NameList.names($0, columns: all) } ?? [])
            let clocks = all.filter { ["t", "time", "times", "timestamp"].contains($0.lowercased()) }
            return Set(named + roles + (time == nil && run == nil ? clocks : []))
        }
        return try paths.map { try TableReader.read(path: $0, options: options) }
    }

    /// The series in some tables.
    func series(_ tables: [Table]) throws -> TimeSeries {
        let columns = tables.first?.columnNames ?? []
        var wanted = SeriesOptions()
        wanted.kind = map ? .map : .flow
        wanted.time = time
        wanted.step = dt
        wanted.run = run
        wanted.variables = variables.map { NameList.names($0, columns: columns) }
        wanted.inputs = inputs.map { NameList.names($0, columns: columns) } ?? []
        return try TimeSeries(tables: tables, options: wanted)
    }
}
