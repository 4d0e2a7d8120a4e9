import ConservationLaws
import Datasets
import Diagnostics
import SparseDynamics

/// What `discover conserve` works on: a system as text, or measured runs.
struct ConserveInput {
    /// What the input holds.
    enum Subject {
        /// Equations.
        case system(SystemParser.AnySystem)
        /// Measurements, and the same as series for `--equations`.
        case runs(MeasuredRuns, TimeSeries)
    }

    /// Names under which a column that numbers the runs is recognised, in lower case.
    private static let runNames = [
        "run", "runs", "run_id", "trajectory", "traj", "trajectory_id", "experiment", "trial",
    ]

    /// What the input holds.
    let subject: Subject
    /// SHA-256 of the input, lower-case hexadecimal.
    let sha256: String
    /// What was done to the data.
    let remarks: [String]

    /// Reads a file or standard input and finds out what it is.
    init(path: String, series: SeriesColumnOptions) throws {
        if path.contains(".h5") || path.contains(".hdf5") {
            let tables = try series.tables([path])
            (subject, remarks) = try Self.runs(tables, series)
            sha256 = tables.first?.source?.sha256 ?? ""
            return
        }
        let source = try TextInput(path: path)
        sha256 = source.sha256
        guard Self.isTable(source.bytes, path: path) else {
            subject = .system(try SystemParser.parseAny(text: try source.text(), source: path))
            remarks = []
            return
        }
        var options = Datasets.TableOptions()
        options.missing = series.missing == .drop ? .drop : .error
        let table = try TableReader.read(bytes: source.bytes, path: path, options: options)
        (subject, remarks) = try Self.runs([table], series)
    }

    private static func runs(_ tables: [Table], _ series: SeriesColumnOptions) throws -> (Subject, [String]) {
        var series = series
        if series.run == nil {
            series.run = tables.first?.columnNames.first { runNames.contains($0.lowercased()) }
        }
        let read = try series.series(tables)
        let measured = MeasuredRuns(
            variables: read.variables,
            runs: read.trajectories.map { .init(times: $0.times, states: $0.states) })
        return (.runs(measured, read), read.remarks)
    }

    /// Whether some bytes are a table and not a system: by name, by compression, or because nothing in them is an equation.
    static func isTable(_ bytes: [UInt8], path: String) -> Bool {
        let name = path.lowercased()
        if [".csv", ".tsv", ".gz"].contains(where: { name.hasSuffix($0) }) { return true }
        if bytes.starts(with: [0x1f, 0x8b]) || bytes.starts(with: [0x89, 0x48, 0x44, 0x46]) { return true }
        let start = bytes.prefix(4_096)
        let signs = [UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "\'"), UInt8(ascii: "#")]
        let rows = start.split(separator: UInt8(ascii: "\n"))
        guard !start.contains(where: { signs.contains($0) || $0 >= 0x80 }), rows.count > 2 else { return false }
        return rows.dropFirst().prefix(3).allSatisfy { row in
            row.contains { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
                && row.contains {
                    [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: " ")].contains($0)
                }
        }
    }
}
