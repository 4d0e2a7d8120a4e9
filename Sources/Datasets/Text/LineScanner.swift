import Glibc

/// Walks through the lines of a text, whatever their ends: LF, CR LF or CR.
struct LineScanner {
    /// One line without its end.
    struct Line {
        let bytes: UnsafeBufferPointer<UInt8>
    }

    private let text: UnsafeBufferPointer<UInt8>
    private var cursor = 0
    private var nextFeed = -1
    /// Number of the line last returned, from 1.
    private(set) var number = 0

    init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

    /// The next line, nil after the last.
    mutating func next() -> Line? {
        guard cursor < text.count else { return nil }
        number += 1
        // Remembered across lines, so that a text with CR ends is not searched to its end for every line.
        if nextFeed < cursor { nextFeed = position(of: UInt8(ascii: "\n"), upTo: text.count) }
        let carriageReturn = position(of: UInt8(ascii: "\r"), upTo: nextFeed)
        let end = min(nextFeed, carriageReturn)
        let line = Line(bytes: UnsafeBufferPointer(rebasing: text[cursor..<end]))
        cursor = carriageReturn == nextFeed - 1 ? nextFeed + 1 : end + 1
        return line
    }

    private func position(of byte: UInt8, upTo end: Int) -> Int {
        guard let base = text.baseAddress, let found = memchr(base + cursor, Int32(byte), end - cursor) else {
            return end
        }
        return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
    }
}

extension LineScanner.Line {
    /// Whether the line holds nothing, or only a comment that starts with `#`.
    var isBlankOrComment: Bool {
        for byte in bytes where byte != UInt8(ascii: " ") && byte != UInt8(ascii: "\t") {
            return byte == UInt8(ascii: "#")
        }
        return true
    }

    /// Replaces runs of spaces and tabulators outside quotes by one tabulator and drops them at both ends.
    func collapseWhitespace(into result: inout [UInt8], insideQuotes: Bool) {
        result.removeAll(keepingCapacity: true)
        var quoted = insideQuotes
        var pending = false
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { quoted.toggle() }
            if !quoted, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
                pending = !result.isEmpty || insideQuotes
                continue
            }
            if pending { result.append(UInt8(ascii: "\t")) }
            pending = false
            result.append(byte)
        }
    }
}
