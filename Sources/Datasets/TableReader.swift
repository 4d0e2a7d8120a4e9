import Diagnostics
import Glibc

/// Reads tables of measurements.
///
/// Text (CSV in its many forms), gzip-compressed text and HDF5 are told apart by their content, never by the name of
/// the file. docs/file-formats.md describes what is accepted.
public enum TableReader {
    /// Reads the table in a file, or on standard input for `-`.
    ///
    /// - Parameters:
    ///   - path: a file; for HDF5 optionally with a place inside it, `runs.h5:/experiment/third`.
    ///   - options: how to read it.
    /// - Throws: `DiscoverError.input` with the places of all problems found, at most twenty of them.
    /// - Complexity: O(size of the input) time and memory.
    public static func read(path: String, options: TableOptions = TableOptions()) throws(DiscoverError) -> Table {
        let (file, place) = splitPlace(path)
        let bytes = try InputBytes.read(path: file, maximumBytes: options.maximumBytes)
        return try read(bytes: bytes, path: path, place: place, options: options)
    }

    /// Reads the table in some bytes.
    ///
    /// - Parameters:
    ///   - bytes: text in UTF-8, plain or compressed by gzip, or an HDF5 file.
    ///   - path: how messages and results call the input.
    ///   - place: group or dataset inside an HDF5 file; nil for its root.
    ///   - options: how to read it.
    /// - Throws: as `read(path:options:)`.
    public static func read(
        bytes: [UInt8], path: String, place: String? = nil, options: TableOptions = TableOptions()
    ) throws(DiscoverError) -> Table {
        let location = SourceLocation(file: path)
        var source = TableSource(
            path: path, format: .text, byteCount: bytes.count, sha256: SHA256.hexadecimal(of: bytes))
        if HDF5File.recognises(bytes) {
            source.format = .hdf5
            return try HDF5TableReader.read(bytes, place: place, source: source, options: options)
        }
        if let place {
            throw .input(
                "hdf5.not-hdf5", "this is not an HDF5 file, so it has no '\(TableProblems.shown(place))'", at: location,
                hint: "give the path of the file alone")
        }
        if GzipDecoder.recognises(bytes) {
            source.format = .gzippedText
            let unpacked = try GzipDecoder.unpack(bytes, location: location, maximumBytes: options.maximumBytes)
            return try readText(unpacked, source: source, options: options)
        }
        return try readText(bytes, source: source, options: options)
    }

    /// Parts `runs.h5:/place` into the file and the place, unless a file has the whole text as its name.
    private static func splitPlace(_ path: String) -> (file: String, place: String?) {
        guard path != "-", access(path, F_OK) != 0 else { return (path, nil) }
        var start = path.startIndex
        while let colon = path[start...].firstIndex(of: ":") {
            start = path.index(after: colon)
            let file = String(path[..<colon])
            if path[start...].first == "/", !file.isEmpty, access(file, F_OK) == 0 {
                return (file, String(path[start...]))
            }
        }
        return (path, nil)
    }

    private static func readText(
        _ bytes: [UInt8], source: TableSource, options: TableOptions
    ) throws(DiscoverError) -> Table {
        let location = SourceLocation(file: source.path)
        try TextEncoding.check(bytes, location: location)
        let parser = TextTableParser(options: options, location: location)
        let outcome = bytes.withUnsafeBufferPointer { whole in
            let text = UnsafeBufferPointer(rebasing: whole[TextEncoding.markLength(bytes)...])
            let delimiter = options.delimiter ?? DelimiterDetection.delimiter(of: text)
            return RecordReader(delimiter: delimiter).read(text, into: parser)
        }
        switch outcome {
        case .complete: return try parser.table(source: source)
        case .unterminatedQuote(let line):
            throw .input(
                "table.unterminated-quote", "a quoted field of this row never ends",
                at: SourceLocation(file: source.path, row: line),
                hint: "add the closing quote, or double a quote that is part of the text")
        case .outOfMemory:
            throw .input("table.memory", "no memory for this table", at: location)
        }
    }
}
