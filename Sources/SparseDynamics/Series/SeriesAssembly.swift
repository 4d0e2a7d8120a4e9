import Datasets
import Diagnostics

/// Turns tables into a time series: finds time, runs and gaps, and refuses what cannot be used.
struct SeriesAssembly {
    /// Fewest samples of a stretch that takes part.
    static let shortestStretch = 8
    /// Fewest samples in all.
    static let fewestSamples = 20
    /// Names under which a time column is recognised, in lower case.
    static let timeNames = ["t", "time", "times", "timestamp"]
    /// The same for the steps of a map.
    static let stepNames = ["n", "step", "index", "iteration", "generation"]
    /// Most problems that are reported at once.
    static let mostProblems = 20

    let tables: [Table]
    let options: SeriesOptions
    private var remarks: [String] = []

    init(tables: [Table], options: SeriesOptions) {
        self.tables = tables
        self.options = options
    }

    /// The rows of one table that belong to one run, in order.
    private struct Piece {
        var table: Int
        var rows: Range<Int>
    }

    /// Builds the series.
    mutating func series() throws(DiscoverError) -> TimeSeries {
        guard let first = tables.first else {
            throw .input("series.no-table", "no table was given, expected at least one")
        }
        for table in tables.dropFirst() where Set(table.columnNames) != Set(first.columnNames) {
            throw .input(
                "series.different-columns",
                "this table has the columns \(Self.list(table.columnNames)), the first one "
                    + Self.list(first.columnNames), at: table.place)
        }
        if let run = options.run { try checkRuns(run) }
        for name in options.inputs { _ = try first.column(named: name) }
        let pieces = parted()
        let time = try timeColumn(pieces)
        var names: [String]
        if let wanted = options.variables {
            for name in wanted { _ = try first.column(named: name) }
            names = wanted
        } else {
            let reserved = Set([time, options.run].compactMap { $0 } + options.inputs)
            names = first.columnNames.filter { !reserved.contains($0) }
        }
        guard !names.isEmpty else {
            throw .input(
                "series.no-variables", "no column is left whose equation could be found", at: first.place,
                hint: "columns are \(Self.list(first.columnNames))")
        }
        try checkNames(names, time: time, table: first)
        var (stretches, runs) = try cut(pieces, time: time, names: names)
        let inputs = try sortOutConstants(&names, &stretches)
        if time == nil, options.kind == .flow, let step = options.step {
            remarks.append("the rows are taken to be \(step) apart in time")
        }
        return TimeSeries(
            kind: options.kind, timeName: time ?? (options.kind == .map ? "n" : "t"), variables: names, inputs: inputs,
            trajectories: stretches, runs: runs, remarks: remarks)
    }

    // MARK: Runs

    /// Refuses a run column that does not exist or names no run somewhere; its names may be text.
    private func checkRuns(_ run: String) throws(DiscoverError) {
        for table in tables {
            guard let labels = table.labels else {
                _ = try table.column(named: run)
                continue
            }
            let empty = labels.indices.filter { labels[$0].isEmpty }
            guard empty.isEmpty else {
                throw .input(
                    empty.prefix(Self.mostProblems).map { row in
                        Diagnostic(
                            "series.run-without-name", "column '\(run)' has no value here",
                            at: SourceLocation(file: table.source?.path ?? "table", row: table.rowNumbers[row]),
                            hint: "name the run of every row")
                    })
            }
        }
    }

    /// Cuts the tables where the run column changes, or else at blank lines.
    private func parted() -> [Piece] {
        var pieces: [Piece] = []
        for (index, table) in tables.enumerated() where table.rowCount > 0 {
            let numbers = options.run.flatMap { table.index(of: $0) }.map { table.columns[$0].values }
            let labels = options.run == nil ? nil : table.labels
            var start = 0
            for row in 1..<max(table.rowCount, 1) {
                let isEnd =
                    if let labels { labels[row] != labels[row - 1] } else if let numbers {
                        numbers[row] != numbers[row - 1]
                    } else {
                        table.rowsDropped == 0 && table.rowNumbers[row] > table.rowNumbers[row - 1] + 1
                    }
                if isEnd {
                    pieces.append(Piece(table: index, rows: start..<row))
                    start = row
                }
            }
            pieces.append(Piece(table: index, rows: start..<table.rowCount))
        }
        return pieces
    }

    // MARK: Time

    private func timeColumn(_ pieces: [Piece]) throws(DiscoverError) -> String? {
        let table = tables[0]
        if let name = options.time {
            if options.step != nil {
                throw .usage(
                    Diagnostic("series.time-twice", "a time column and a constant step exclude each other"))
            }
            return try table.column(named: name).name
        }
        let candidates = table.columnNames.filter {
            $0 != options.run && !options.inputs.contains($0) && !(options.variables ?? []).contains($0)
        }
        let known = options.kind == .map ? Self.timeNames + Self.stepNames : Self.timeNames
        if let named = candidates.first(where: { known.contains($0.lowercased()) }) {
            if options.step != nil {
                throw .input(
                    "series.time-twice", "the table has a time column '\(named)' and a constant step was given as well",
                    at: table.place, hint: "leave out --dt, or name the variables with --variables")
            }
            return named
        }
        if options.kind == .map || options.step != nil { return nil }
        let ascending = candidates.first { name in
            pieces.allSatisfy { piece in
                guard let column = tables[piece.table].columns.first(where: { $0.name == name }) else { return false }
                return piece.rows.dropFirst().allSatisfy { column.values[$0] > column.values[$0 - 1] }
            }
        }
        guard let ascending else {
            throw .input(
                "series.no-time", "no column can be time: none is called t or time, and none ascends in every run",
                at: table.place, hint: "name it with --time, or give the step between rows with --dt")
        }
        return ascending
    }

    private func checkNames(_ names: [String], time: String?, table: Table) throws(DiscoverError) {
        var seen: Set<String> = []
        for name in names {
            if name == time || name == options.run || options.inputs.contains(name) || !seen.insert(name).inserted {
                throw .input(
                    "series.repeated-column", "column '\(name)' has two roles", at: table.place,
                    hint: "time, run, inputs and variables are different columns")
            }
        }
    }

    // MARK: Stretches

    private mutating func cut(
        _ pieces: [Piece], time: String?, names: [String]
    ) throws(DiscoverError) -> ([Trajectory], [Int]) {
        var problems: [Diagnostic] = []
        var stretches: [Trajectory] = []
        var runs: [Int] = []
        var gaps = 0
        var short = 0
        let limits = gapLimits(pieces, time: time, problems: &problems)
        for (run, piece) in pieces.enumerated() {
            let table = tables[piece.table]
            let times = self.times(of: piece, time: time)
            var columns: [[Double]] = []
            for name in names + options.inputs {
                columns.append(Array(try table.column(named: name).values[piece.rows]))
            }
            let whole = Trajectory(
                times: times, states: Array(columns[..<names.count]), inputs: Array(columns[names.count...]))
            var start = 0
            for row in 1..<(times.count + 1) {
                let isGap = row < times.count && times[row] - times[row - 1] > limits[run]
                guard row == times.count || isGap else { continue }
                gaps += isGap ? 1 : 0
                if row - start >= Self.shortestStretch {
                    stretches.append(whole.part(start..<row))
                    runs.append(run)
                } else {
                    short += row - start
                }
                start = row
            }
        }
        guard problems.isEmpty else { throw .input(Array(problems.prefix(Self.mostProblems))) }
        if gaps > 0 { remarks.append("\(gaps) gap\(gaps == 1 ? "" : "s") in time: the runs are cut there") }
        if short > 0 {
            remarks.append(
                "\(short) samples stand in stretches of fewer than \(Self.shortestStretch) and are left out")
        }
        let count = stretches.reduce(0) { $0 + $1.count }
        guard count >= Self.fewestSamples else {
            throw .input(
                "series.too-short",
                "\(count) usable samples, expected at least \(Self.fewestSamples) in stretches of at least "
                    + "\(Self.shortestStretch)", at: tables[0].place)
        }
        return (stretches, runs)
    }

    /// The step of time above which there is a gap, for every run by its own steps; reports times that do not ascend.
    private func gapLimits(_ pieces: [Piece], time: String?, problems: inout [Diagnostic]) -> [Double] {
        guard time != nil else { return pieces.map { _ in .infinity } }
        var limits: [Double] = []
        for piece in pieces {
            let table = tables[piece.table]
            let times = self.times(of: piece, time: time)
            var steps: [Double] = []
            for row in 1..<max(times.count, 1) {
                let step = times[row] - times[row - 1]
                if step > 0 {
                    steps.append(step)
                    continue
                }
                let place = SourceLocation(
                    file: table.source?.path ?? "table", row: table.rowNumbers[piece.rows.lowerBound + row])
                problems.append(
                    Diagnostic(
                        step == 0 ? "series.duplicate-time" : "series.unsorted-time",
                        step == 0
                            ? "time \(times[row]) occurs twice in a row"
                            : "time goes back from \(times[row - 1]) to \(times[row])",
                        at: place,
                        hint: "sort the rows, or part the runs by blank lines, a column (--run) or files"))
            }
            steps.sort()
            limits.append(
                steps.isEmpty
                    ? .infinity
                    : options.kind == .map ? steps[0] * 1.5 : steps[steps.count / 2] * options.gapFactor)
        }
        return limits
    }

    private func times(of piece: Piece, time: String?) -> [Double] {
        let table = tables[piece.table]
        if let time, let column = table.columns.first(where: { $0.name == time }) {
            return Array(column.values[piece.rows])
        }
        return piece.rows.map { Double($0 - piece.rows.lowerBound) * (options.step ?? 1) }
    }

    // MARK: Constant columns

    /// Moves variables that never change within a run to the inputs, if they differ between runs; leaves out the others.
    private mutating func sortOutConstants(
        _ names: inout [String], _ stretches: inout [Trajectory]
    ) throws(DiscoverError) -> [String] {
        var inputs = options.inputs
        for index in names.indices.reversed() {
            let isConstantByRun = stretches.allSatisfy { part in
                part.states[index].allSatisfy { $0 == part.states[index][0] }
            }
            guard isConstantByRun else { continue }
            let name = names.remove(at: index)
            let differs = stretches.contains { $0.states[index][0] != stretches[0].states[index][0] }
            for part in stretches.indices {
                let column = stretches[part].states.remove(at: index)
                if differs { stretches[part].inputs.append(column) }
            }
            if differs {
                inputs.append(name)
                remarks.append("'\(name)' is constant within every run and taken as a parameter of the runs")
            } else {
                remarks.append("'\(name)' is constant and left out")
            }
        }
        guard !names.isEmpty else {
            throw .input("series.constant", "every variable is constant: nothing moves", at: tables[0].place)
        }
        return inputs
    }

    private static func list(_ names: [String]) -> String { names.prefix(20).map { "'\($0)'" }.joined(separator: ", ") }
}

extension Table {
    /// Where the table came from, for messages.
    fileprivate var place: SourceLocation? { source.map { SourceLocation(file: $0.path) } }
}

extension TimeSeries {
    /// Makes a series from tables, one after the other.
    ///
    /// A new run begins where the run column changes, or else at blank lines, and with every table. A step of time much
    /// longer than the median is a gap, where a stretch ends. Columns that are constant within every run but differ between
    /// runs become inputs; constant columns are left out. `remarks` says what was done.
    ///
    /// - Parameters:
    ///   - tables: at least one, all with the same columns.
    ///   - options: which columns mean what.
    /// - Throws: `DiscoverError.input` for times that do not ascend, unknown columns, series that are too short or constant.
    public init(tables: [Table], options: SeriesOptions) throws(DiscoverError) {
        var assembly = SeriesAssembly(tables: tables, options: options)
        self = try assembly.series()
    }
}
