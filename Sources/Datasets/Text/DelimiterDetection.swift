/// Finds out what separates the fields of a text from its first lines.
enum DelimiterDetection {
    private static let maximumLines = 40
    private static let maximumBytes = 1 << 18

    /// The delimiter that cuts the first lines most evenly and into the most numbers.
    ///
    /// A text in which nothing separates, one column, counts as separated by commas.
    static func delimiter(of text: UnsafeBufferPointer<UInt8>) -> Delimiter {
        var lines: [[UInt8]] = []
        var scanner = LineScanner(text: UnsafeBufferPointer(rebasing: text[..<min(text.count, maximumBytes)]))
        while lines.count < maximumLines, let line = scanner.next() {
            if !line.isBlankOrComment { lines.append(Array(line.bytes)) }
        }
        // The last line may have been cut by the limit on bytes.
        if text.count > maximumBytes, lines.count > 1, lines.count < maximumLines { lines.removeLast() }
        var best = Delimiter.comma
        // One column: as good as a delimiter that cuts every second line evenly.
        let wholes = lines.count > 1 ? lines.dropFirst() : lines[...]
        let numeric = wholes.count { isNumberLike(String(decoding: $0, as: UTF8.self)) }
        var bestScore = 0.5 + Double(numeric) / Double(max(wholes.count, 1))
        for candidate in Delimiter.allCases {
            let score = score(candidate, lines)
            if score > bestScore { (best, bestScore) = (candidate, score) }
        }
        return best
    }

    /// Share of lines as long as the first plus share of fields that read as numbers; 0 when nothing is separated.
    private static func score(_ delimiter: Delimiter, _ lines: [[UInt8]]) -> Double {
        let rows = lines.map { fields(of: $0, delimiter) }
        guard let width = rows.first?.count else { return 0 }
        let even = rows.count { $0.count == width }
        // The first line may be a header: numbers are looked for in the others, if there are any.
        let body = rows.count > 1 ? rows.dropFirst() : rows[...]
        guard body.contains(where: { $0.count > 1 }) else { return 0 }
        let total = body.reduce(0) { $0 + $1.count }
        let numeric = body.reduce(0) { $0 + $1.count { isNumberLike($0) } }
        return Double(even) / Double(rows.count) + Double(numeric) / Double(max(total, 1))
    }

    private static func fields(of line: [UInt8], _ delimiter: Delimiter) -> [String] {
        var line = line
        if delimiter == .whitespace {
            var collapsed: [UInt8] = []
            line.withUnsafeBufferPointer {
                LineScanner.Line(bytes: $0).collapseWhitespace(into: &collapsed, insideQuotes: false)
            }
            line = collapsed
        }
        var result: [String] = []
        var start = 0
        var quoted = false
        for (index, byte) in line.enumerated() {
            if byte == UInt8(ascii: "\"") { quoted.toggle() }
            if byte == delimiter.byte, !quoted {
                result.append(String(decoding: line[start..<index], as: UTF8.self))
                start = index + 1
            }
        }
        result.append(String(decoding: line[start...], as: UTF8.self))
        return result
    }

    private static func isNumberLike(_ field: String) -> Bool {
        switch NumberField.classify(field.filter { $0 != "\"" }, markers: []) {
        case .number, .missing, .infinite, .overflow, .decimalComma, .foreignMinus: true
        case .text: false
        }
    }
}
