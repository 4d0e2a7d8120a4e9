import CHDF5
import Diagnostics

/// Reads tables from HDF5 files: a group of one-dimensional datasets, a matrix, or a dataset of records.
struct HDF5TableReader {
    /// One column as found, before its name is checked.
    struct RawColumn {
        var name: String
        var unit: String?
        var values: [Double]
    }

    /// One reader at a time.
    private static let turn = Turn()

    private let file: HDF5File
    private let place: String
    let location: SourceLocation
    private let options: TableOptions

    /// Reads the table at a place in a file.
    ///
    /// - Throws: `DiscoverError.input` when the file is damaged, the place does not exist or holds no table.
    static func read(
        _ bytes: [UInt8], place: String?, source: TableSource, options: TableOptions
    ) throws(DiscoverError) -> Table {
        let location = SourceLocation(file: source.path)
        // A child made while another thread is inside the library would wait for that thread's locks for ever.
        turn.lock()
        defer { turn.unlock() }
        // Opened before the child is made, so that both have it at the same addresses.
        guard discover_h5_load() != 0 else {
            throw .input(
                "hdf5.no-library", "the HDF5 library that reads this file is not installed", at: location,
                hint: "install it (Debian: `apt install libhdf5-103-1`), or export the table as CSV")
        }
        let survives = HDF5Rehearsal.survives(byteCount: bytes.count) {
            _ = try? readDirectly(bytes, place: place, source: source, options: options)
        }
        guard survives else {
            throw .input("hdf5.damaged", "the HDF5 file is damaged", at: location, hint: "test it with `h5ls -r FILE`")
        }
        return try readDirectly(bytes, place: place, source: source, options: options)
    }

    private static func readDirectly(
        _ bytes: [UInt8], place: String?, source: TableSource, options: TableOptions
    ) throws(DiscoverError) -> Table {
        let location = SourceLocation(file: source.path)
        guard let file = HDF5File(bytes) else {
            throw .input("hdf5.damaged", "the HDF5 file is damaged", at: location, hint: "test it with `h5ls -r FILE`")
        }
        let reader = HDF5TableReader(file: file, place: place ?? "/", location: location, options: options)
        let found = try reader.columns()
        return try NumberColumns(columns: found.columns, ignored: found.ignored, warnings: found.warnings)
            .table(source: source, options: options)
    }

    typealias Found = (columns: [RawColumn], ignored: [String], warnings: [Diagnostic])

    private func columns() throws(DiscoverError) -> Found {
        guard let object = file.object(at: place) else {
            throw .input(
                "hdf5.no-such-place", "there is no '\(TableProblems.shown(place))' in the file", at: location,
                hint: contents("/"))
        }
        if let dataset = HDF5Dataset(object) { return try columns(of: dataset, named: place) }
        guard let group = HDF5Group(object) else {
            throw .input(
                "hdf5.not-a-table", "'\(TableProblems.shown(place))' is neither a dataset nor a group", at: location)
        }
        return try columns(of: group)
    }

    /// The table of a group: all its datasets with one dimension, or else its only dataset.
    private func columns(of group: HDF5Group) throws(DiscoverError) -> Found {
        var series: [(name: String, dataset: HDF5Dataset)] = []
        var others: [(name: String, dataset: HDF5Dataset)] = []
        var text: [String] = []
        for name in group.memberNames {
            guard let dataset = group.member(name).flatMap({ HDF5Dataset($0) }) else { continue }
            if dataset.kind == .number, dataset.shape.count == 1 {
                series.append((name, dataset))
            } else if dataset.kind == .other, dataset.shape.count == 1 {
                text.append(name)
            } else if !dataset.shape.isEmpty {
                others.append((name, dataset))
            }
        }
        if let grid = try grid(series: series, others: others) { return grid }
        if series.isEmpty {
            guard others.count == 1 else {
                throw .input(
                    "hdf5.not-a-table",
                    others.isEmpty
                        ? "the group '\(TableProblems.shown(place))' holds no dataset of numbers"
                        : "the group '\(TableProblems.shown(place))' holds \(others.count) matrices or sets of records",
                    at: location, hint: contents(place))
            }
            return try columns(of: others[0].dataset, named: others[0].name)
        }
        let lengths = Set(series.map { $0.dataset.shape[0] })
        guard lengths.count == 1 else {
            let list = series.prefix(10).map { "'\(TableProblems.shown($0.name))' (\($0.dataset.shape[0]))" }
            throw .input(
                "hdf5.unequal-lengths", "the datasets differ in length: \(list.joined(separator: ", "))", at: location,
                hint: "put the columns of one table into one group")
        }
        var result: [RawColumn] = []
        for (name, dataset) in series {
            result.append(
                RawColumn(name: name, unit: unit(of: dataset), values: try numbers(dataset, name) { $0.numbers() }))
        }
        let warnings = others.map {
            Diagnostic(
                "hdf5.dataset-ignored",
                "dataset '\(TableProblems.shown($0.name))' is not a column and will not be used",
                at: location, severity: .warning)
        }
        return (result, text, Array(warnings.prefix(TableProblems.maximum)))
    }

    /// The table in one dataset: a matrix, records, or a single column.
    private func columns(of dataset: HDF5Dataset, named name: String) throws(DiscoverError) -> Found {
        switch (dataset.kind, dataset.shape.count) {
        case (.record(let members), 1) where !members.isEmpty:
            var result: [RawColumn] = []
            for member in members {
                let values = try numbers(dataset, name) { $0.numbers(ofMember: member) }
                result.append(RawColumn(name: member, values: values))
            }
            return (result, [], [])
        case (.number, 1):
            let last = name.split(separator: "/").last.map(String.init) ?? name
            let values = try numbers(dataset, name) { $0.numbers() }
            return ([RawColumn(name: last, unit: unit(of: dataset), values: values)], [], [])
        case (.number, 2):
            return (try matrix(dataset, named: name), [], [])
        default:
            throw .input(
                "hdf5.not-a-table",
                "dataset '\(TableProblems.shown(name))' has \(dataset.shape.count) dimensions or elements that are not "
                    + "numbers", at: location,
                hint: "a table is a matrix (rows by columns), a set of records, or a group of series of one length")
        }
    }

    private func matrix(_ dataset: HDF5Dataset, named name: String) throws(DiscoverError) -> [RawColumn] {
        let (rows, width) = (dataset.shape[0], dataset.shape[1])
        let values = try numbers(dataset, name) { $0.numbers() }
        let given = HDF5Attribute.texts(of: dataset.handle, named: ["columns", "column_names", "names"])
        if let given, given.count != width {
            throw .input(
                "hdf5.wrong-number-of-names",
                "dataset '\(TableProblems.shown(name))' has \(width) columns but \(given.count) names", at: location)
        }
        let units = HDF5Attribute.texts(of: dataset.handle, named: ["units"]) ?? []
        let standard = HeaderNames.standard(count: width)
        return (0..<width).map { column in
            RawColumn(
                name: given?[column] ?? standard[column].name, unit: units.count == width ? units[column] : nil,
                values: (0..<rows).map { values[$0 * width + column] })
        }
    }

    func unit(of dataset: HDF5Dataset) -> String? {
        HDF5Attribute.texts(of: dataset.handle, named: ["units", "unit"])?.first
    }

    /// Reads numbers after checking that they are in this file and not too many.
    func numbers(
        _ dataset: HDF5Dataset, _ name: String, _ read: (HDF5Dataset) -> [Double]?
    ) throws(DiscoverError) -> [Double] {
        let shown = TableProblems.shown(name)
        guard !dataset.isStoredElsewhere else {
            throw .input("hdf5.stored-elsewhere", "dataset '\(shown)' keeps its numbers in another file", at: location)
        }
        guard let count = dataset.count, count <= options.maximumBytes / MemoryLayout<Double>.size else {
            throw InputBytes.tooLarge(location, options.maximumBytes)
        }
        guard let values = read(dataset) else {
            throw .input(
                "hdf5.damaged", "dataset '\(shown)' cannot be read", at: location,
                hint: "it may be damaged, or compressed by a filter that is not installed")
        }
        return values
    }

    /// A hint that lists what a group holds.
    private func contents(_ path: String) -> String? {
        guard let group = file.object(at: path).flatMap({ HDF5Group($0) }) else { return nil }
        let names = group.memberNames
        guard !names.isEmpty else { return "'\(TableProblems.shown(path))' is empty" }
        let list = names.prefix(10).map { "'\(TableProblems.shown($0))'" }.joined(separator: ", ")
        let more = names.count > 10 ? " and \(names.count - 10) more" : ""
        return "'\(TableProblems.shown(path))' holds \(list)\(more); name one of them after the file: FILE:/PLACE"
    }
}
