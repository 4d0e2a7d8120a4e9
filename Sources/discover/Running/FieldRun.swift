import Datasets
import Diagnostics
import Reports
import SparseDynamics

/// Finds the equations of fields, when what was given is a grid.
struct FieldRun {
    let candidates: CandidateOptions
    let series: SeriesColumnOptions
    let fields: FieldColumnOptions
    let search: SearchOptions
    let output: OutputOptions
    let limit: RunLimit

    /// What became of the input.
    enum Ending {
        /// It was a grid, and its result is delivered.
        case finished
        /// It is not; these are its tables.
        case series([Table])
    }

    /// Reads the input, and searches and reports if it is a grid.
    ///
    /// - Throws: as the reader and the search, and `CommandExit` when no equation was found.
    func perform(on paths: [String]) throws -> Ending {
        let space = fields.space.map { NameList.names($0) } ?? []
        let tables = try series.tables(paths, others: fields.space == nil ? ["x", "y"] : space)
        guard let table = tables.first, tables.count == 1, series.run == nil, !series.map, series.dt == nil else {
            guard fields.space == nil else {
                throw DiscoverError.usage(
                    Diagnostic("field.one-table", "--space wants one table with a time column, without --run and --map")
                )
            }
            return .series(tables)
        }
        let names = table.columnNames
        let selection = FieldSelection(
            time: series.time, space: fields.space == nil ? nil : space,
            variables: series.variables.map { NameList.names($0, columns: names) },
            inputs: series.inputs.map { NameList.names($0, columns: names) } ?? [])
        guard let data = try FieldAssembly.field(table, selection) else { return .series(tables) }
        if let name = candidates.seriesOnly.first {
            throw DiscoverError.usage(
                Diagnostic(
                    "field.series-option", "\(name) is for series; the table is a field on a grid",
                    hint: "known parts of fields' equations are given with --known-terms"))
        }
        if output.wantsProgram {
            throw DiscoverError.usage(
                Diagnostic(
                    "field.program",
                    "programs that solve equations are written for series; the table is a field on a grid",
                    hint: "give the output another name than '.py'"))
        }
        try report(data, table)
        return .finished
    }

    private func report(_ data: FieldData, _ table: Table) throws {
        var options = FieldOptions()
        options.degree = candidates.degree
        options.derivativeOrder = fields.derivatives
        options.timeOrder = fields.timeOrder
        if fields.varying { options.varyingCoefficients = true }
        for text in fields.knownTerms?.split(separator: ";") ?? [] {
            options.knownTerms += try KnownFieldTerm.terms(
                String(text), fields: data.fields.map(\.name), space: data.space.map(\.name))
        }
        options.seed = search.seed
        options.threads = search.resolvedThreads
        let limited = limit.run(otherwise: DynamicsCommand.defaultFieldSeconds)
        let control = limited.control
        let signals = SignalWatch(control: control)
        let stopwatch = Stopwatch()
        let result = try FieldDiscovery.equations(of: data, options: options, control: control)
        output.warn(result.warnings)
        let stopped = control.stopReason ?? (result.isFound ? .accepted : .exhausted)
        let report = FieldReport(
            result: result, axes: data.space + [data.time], fields: data.fields.map(\.name),
            path: table.source?.path ?? "-", sha256: table.source?.sha256 ?? "", options: options,
            stopped: stopped, timeoutSeconds: limited.seconds,
            run: output.reproducible ? nil : stopwatch.facts(threads: options.threads))
        limited.watch.end()
        try output.deliver(text: report.text, json: { report.json })
        let code = Outcome.exitCode(isFound: result.isFound, stopped: stopped, signal: signals.exitCode)
        if code != .success { throw CommandExit(code: code) }
    }
}
