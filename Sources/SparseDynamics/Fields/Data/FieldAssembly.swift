import Datasets
import Diagnostics

/// Turns a table with one row per grid point into fields on a grid.
public struct FieldAssembly {
    /// Names under which columns of space are recognised.
    static let spaceNames = ["x", "y", "z"]
    /// Relative differences of steps beyond which a grid counts as uneven.
    private static let evenness = 1e-4

    private let table: Table
    private let selection: FieldSelection

    /// The fields in a table; nil when it is no grid but an ordinary series.
    ///
    /// A table is a grid when it has a column of time and one or two columns of space, and their values form a product.
    ///
    /// - Throws: `DiscoverError.input` for grids with holes, repeated points or uneven steps.
    /// - Complexity: O(rows log rows).
    public static func field(_ table: Table, _ selection: FieldSelection) throws(DiscoverError) -> FieldData? {
        try FieldAssembly(table: table, selection: selection).field()
    }

    private func field() throws(DiscoverError) -> FieldData? {
        let isDemanded = selection.space != nil
        for name in selection.space ?? [] { _ = try table.column(named: name) }
        if let time = selection.time { _ = try table.column(named: time) }
        let timeName =
            selection.time ?? table.columnNames.first { SeriesAssembly.timeNames.contains($0.lowercased()) }
        guard let timeName, let times = try? table.column(named: timeName).values else {
            guard isDemanded else { return nil }
            throw .input("field.no-time", "a field needs a column of time", at: place, hint: "name it with --time")
        }
        let instants = Self.distinct(times)
        let spaceNames =
            selection.space
            ?? Self.spaceNames.filter { name in
                table.columnNames.contains(name) && name != timeName && selection.variables?.contains(name) != true
            }
        guard isDemanded || (!spaceNames.isEmpty && instants.count <= table.rowCount / 2) else { return nil }
        guard spaceNames.count <= 2 || !isDemanded else {
            throw .input(
                "field.too-many-axes", "fields in \(spaceNames.count) dimensions of space are not supported", at: place,
                hint: "at most two")
        }
        var candidates: [[String]] = [spaceNames]
        if !isDemanded { candidates += spaceNames.map { [$0] } }
        var lines: [String: [Double]] = [:]
        for name in spaceNames { lines[name] = Self.distinct(try table.column(named: name).values) }
        let counts = lines.mapValues(\.count)
        for names in candidates {
            let points = names.reduce(instants.count) {
                $0.multipliedReportingOverflow(by: counts[$1] ?? 1).partialValue
            }
            guard points == table.rowCount else { continue }
            guard names.count <= 2 else {
                throw .input(
                    "field.too-many-axes", "fields in \(names.count) dimensions of space are not supported", at: place,
                    hint: "at most two")
            }
            return try field(space: names, lines: names.map { lines[$0] ?? [] }, time: timeName, instants: instants)
        }
        // Columns that repeat their values over and over were meant as a grid.
        let repeating = spaceNames.filter { (counts[$0] ?? 0) <= table.rowCount / 8 }
        guard isDemanded || (!repeating.isEmpty && instants.count <= table.rowCount / 8) else { return nil }
        let meant = isDemanded ? spaceNames : repeating
        let product = (meant.map { "\(counts[$0] ?? 0) values of '\($0)'" } + ["\(instants.count) of '\(timeName)'"])
            .joined(separator: " times ")
        throw .input(
            "field.ragged",
            "the grid is ragged: \(product) are not the \(table.rowCount) rows of the table", at: place,
            hint: "give one row for every point of space at every instant")
    }

    private var place: SourceLocation? { table.source.map { SourceLocation(file: $0.path) } }

    /// Builds the fields once the axes are known to fit.
    private func field(
        space: [String], lines: [[Double]], time: String, instants: [Double]
    ) throws(DiscoverError) -> FieldData {
        var axes: [FieldAxis] = []
        for (name, values) in zip(space + [time], lines + [instants]) { axes.append(try axis(name, values)) }
        var positions = [Int](repeating: 0, count: table.rowCount)
        var stride = 1
        for (name, values) in zip(space + [time], lines + [instants]) {
            for (row, value) in try table.column(named: name).values.enumerated() {
                positions[row] += stride * Self.nearest(value, values)
            }
            stride *= values.count
        }
        var taken = [Bool](repeating: false, count: stride)
        for (row, position) in positions.enumerated() {
            guard !taken[position] else {
                throw .input(
                    "field.repeated-point", "this point of the grid was given before",
                    at: place.map { SourceLocation(file: $0.file, row: table.rowNumbers[row]) },
                    hint: "give one row for every point of space at every instant")
            }
            taken[position] = true
        }
        let reserved = Set(space + [time] + selection.inputs)
        let targets = selection.variables ?? table.columnNames.filter { !reserved.contains($0) }
        for name in targets where space.contains(name) || name == time {
            throw .input("field.coordinate", "'\(name)' is a coordinate and has no equation", at: place)
        }
        let others = table.columnNames.filter { name in
            !targets.contains(name) && !space.contains(name) && name != time
                && (selection.variables == nil || selection.inputs.isEmpty || selection.inputs.contains(name))
        }
        guard !targets.isEmpty else {
            throw .input("field.no-field", "no column is left whose equation could be found", at: place)
        }
        var fields: [SampledField] = []
        for name in targets + others {
            let column = try table.column(named: name).values
            var values = [Double](repeating: 0, count: stride)
            for (row, position) in positions.enumerated() { values[position] = column[row] }
            fields.append(SampledField(name: name, values: values))
        }
        return FieldData(
            space: Array(axes.dropLast()), time: axes[axes.count - 1], fields: fields, targetCount: targets.count)
    }

    /// An axis from its ascending values.
    private func axis(_ name: String, _ values: [Double]) throws(DiscoverError) -> FieldAxis {
        guard values.count >= 2 else {
            throw .input("field.flat-axis", "'\(name)' has one value only", at: place, hint: "leave the column out")
        }
        let step = (values[values.count - 1] - values[0]) / Double(values.count - 1)
        for index in 1..<values.count where abs(values[index] - values[index - 1] - step) > Self.evenness * step * 10 {
            throw .input(
                "field.uneven-axis",
                "the values of '\(name)' are not equally spaced: \(values[index - 1]) to \(values[index]) where "
                    + "\(step) is the mean step", at: place, hint: "interpolate to an even grid first")
        }
        return FieldAxis(name: name, start: values[0], step: step, count: values.count)
    }

    /// The distinct values, ascending; those that differ in rounding only count once.
    private static func distinct(_ values: [Double]) -> [Double] {
        let sorted = values.sorted()
        guard let first = sorted.first, let last = sorted.last else { return [] }
        let tolerance = (last - first) * 1e-10
        var result = [first]
        for value in sorted where value - result[result.count - 1] > tolerance { result.append(value) }
        return result
    }

    /// Position of the value in ascending ones that is nearest to a number.
    private static func nearest(_ value: Double, _ values: [Double]) -> Int {
        var (low, high) = (0, values.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if values[middle] < value { low = middle + 1 } else { high = middle }
        }
        if low > 0, value - values[low - 1] < values[low] - value { return low - 1 }
        return low
    }
}
