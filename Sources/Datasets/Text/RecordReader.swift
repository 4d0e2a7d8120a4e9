import CCSV
import Diagnostics
import Glibc

/// Receives the fields of delimited text one by one.
protocol RecordConsumer: AnyObject {
    /// A field, without its quotes; a NUL byte follows its `count` bytes. Valid during the call only.
    func take(field: UnsafePointer<CChar>, count: Int)
    /// The end of a record that began in a line, counted from 1.
    func endRecord(line: Int)
}

/// Cuts delimited text into records and fields.
///
/// Quotes, doubled quotes and line breaks inside quotes are libcsv's business. Line ends (LF, CR LF, CR), comment
/// lines and blank lines are found here, which is also what keeps the line numbers right.
struct RecordReader {
    /// How the reading ended.
    enum Outcome: Equatable {
        case complete
        /// A quoted field of the record that began in this line never ends.
        case unterminatedQuote(line: Int)
        case outOfMemory
    }

    let delimiter: Delimiter

    /// Hands every record to the consumer, in order.
    ///
    /// - Complexity: O(n), memory for the longest field.
    func read(_ text: UnsafeBufferPointer<UInt8>, into consumer: any RecordConsumer) -> Outcome {
        let parser = UnsafeMutablePointer<csv_parser>.allocate(capacity: 1)
        defer { parser.deallocate() }
        parser.initialize(to: csv_parser())
        guard csv_init(parser, UInt8(CSV_APPEND_NULL | CSV_STRICT_FINI)) == 0 else { return .outOfMemory }
        defer { csv_free(parser) }
        csv_set_delim(parser, delimiter.byte)
        // Grow in steps that keep very long fields from being copied over and over.
        csv_set_blk_size(parser, 4096)
        let session = RecordSession(parser: parser, consumer: consumer)
        return withExtendedLifetime(session) {
            var lines = LineScanner(text: text)
            var aligned: [UInt8] = []
            while let line = lines.next() {
                if !session.isInsideRecord {
                    if line.isBlankOrComment { continue }
                    session.begin(line: lines.number)
                }
                let fed: Bool
                if delimiter == .whitespace {
                    line.collapseWhitespace(into: &aligned, insideQuotes: session.isInsideRecord && session.isContinued)
                    fed = aligned.withUnsafeBufferPointer { session.feed($0) }
                } else {
                    fed = session.feed(line.bytes)
                }
                guard fed, session.endLine() else { return .outOfMemory }
            }
            return session.finish() ? .complete : .unterminatedQuote(line: session.line)
        }
    }
}
