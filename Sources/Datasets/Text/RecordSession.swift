import CCSV

/// One run of libcsv over a text: carries the consumer through its C callbacks.
final class RecordSession {
    private let parser: UnsafeMutablePointer<csv_parser>
    private let consumer: any RecordConsumer
    /// Line in which the record being read began.
    private(set) var line = 0
    /// Whether a record has begun and not ended.
    private(set) var isInsideRecord = false
    /// Whether the record goes on from an earlier line, which only a quoted field can.
    private(set) var isContinued = false

    init(parser: UnsafeMutablePointer<csv_parser>, consumer: any RecordConsumer) {
        self.parser = parser
        self.consumer = consumer
    }

    /// Starts a record.
    func begin(line: Int) {
        self.line = line
        isInsideRecord = true
        isContinued = false
    }

    /// Hands bytes without a line end to the parser; false when it ran out of memory.
    func feed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        csv_parse(
            parser, bytes.baseAddress, bytes.count,
            { field, count, context in
                guard let context, let field else { return }
                let session = Unmanaged<RecordSession>.fromOpaque(context)._withUnsafeGuaranteedRef { $0 }
                session.consumer.take(field: field.assumingMemoryBound(to: CChar.self), count: count)
            },
            { _, context in
                guard let context else { return }
                let session = Unmanaged<RecordSession>.fromOpaque(context)._withUnsafeGuaranteedRef { $0 }
                session.isInsideRecord = false
                session.consumer.endRecord(line: session.line)
            }, Unmanaged.passUnretained(self).toOpaque()) == bytes.count
    }

    /// Ends a line: also the record, unless a quoted field is open. False when out of memory.
    func endLine() -> Bool {
        let newline: [UInt8] = RecordSession.newline
        let fed = newline.withUnsafeBufferPointer { feed($0) }
        isContinued = isInsideRecord
        return fed
    }

    /// Ends the text; false when a quoted field is still open.
    func finish() -> Bool { csv_fini(parser, nil, nil, nil) == 0 && !isInsideRecord }

    private static let newline: [UInt8] = [UInt8(ascii: "\n")]
}
