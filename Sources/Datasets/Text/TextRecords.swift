import Diagnostics

/// Delimited text as named fields, for inputs whose columns hold words.
final class TextRecords: RecordConsumer {
    /// One record with the line it stands in.
    struct Record {
        var line: Int
        var fields: [String: String]
    }

    /// The records after the header, in order.
    private(set) var records: [Record] = []
    private(set) var problems: [Diagnostic] = []
    private let expected: [String]
    private let path: String
    private var header: [String]?
    private var fields: [String] = []

    private init(expected: [String], path: String) {
        self.expected = expected
        self.path = path
    }

    /// Reads comma-separated text with a header.
    ///
    /// - Parameters:
    ///   - bytes: the text, in UTF-8.
    ///   - expected: names that the header must have, in any order.
    ///   - path: how messages call the input.
    /// - Throws: `DiscoverError.input` when the text is damaged, a name is missing or a row has the wrong length.
    static func read(_ bytes: [UInt8], expected: [String], path: String) throws(DiscoverError) -> [Record] {
        let location = SourceLocation(file: path)
        try TextEncoding.check(bytes, location: location)
        let consumer = TextRecords(expected: expected, path: path)
        let outcome = bytes.withUnsafeBufferPointer {
            RecordReader(delimiter: .comma).read(
                UnsafeBufferPointer(rebasing: $0[TextEncoding.markLength(bytes)...]), into: consumer)
        }
        if case .unterminatedQuote(let line) = outcome {
            consumer.problems.append(
                Diagnostic(
                    "table.unterminated-quote", "a quoted field of this row never ends",
                    at: SourceLocation(file: path, row: line)))
        }
        if consumer.header == nil {
            consumer.problems.append(
                Diagnostic(
                    "catalogue.no-header", "no header, expected the columns \(expected.joined(separator: ", "))",
                    at: location))
        }
        guard consumer.problems.isEmpty else {
            throw .input(TableProblems.capped(consumer.problems, location: location))
        }
        return consumer.records
    }

    func take(field: UnsafePointer<CChar>, count: Int) { fields.append(String(cString: field)) }

    func endRecord(line: Int) {
        defer { fields.removeAll(keepingCapacity: true) }
        let place = SourceLocation(file: path, row: line)
        guard let header else {
            header = fields
            for name in expected where !fields.contains(name) {
                problems.append(
                    Diagnostic("catalogue.missing-column", "the header lacks a column '\(name)'", at: place))
            }
            return
        }
        guard fields.count == header.count else {
            problems.append(
                Diagnostic(
                    "table.ragged-row", "this row has \(fields.count) fields, the header has \(header.count)",
                    at: place))
            return
        }
        records.append(Record(line: line, fields: Dictionary(zip(header, fields)) { first, _ in first }))
    }
}
