import Glibc

/// What a field of a table means.
enum NumberField: Equatable {
    case number(Double)
    case missing
    case infinite
    case overflow
    case decimalComma
    case foreignMinus
    case text

    /// The number that a field holds, nil when it is anything else than a finite number.
    ///
    /// The decimal sign is a point whatever the locale, because the program never leaves the C locale. Hexadecimal
    /// numbers and the words for infinity that `strtod` knows are not numbers here.
    @inline(__always)
    static func number(in field: UnsafePointer<CChar>, count: Int) -> Double? {
        guard count > 0, startsNumber(UInt8(bitPattern: field[0])) else { return nil }
        var end: UnsafeMutablePointer<CChar>?
        let value = strtod(field, &end)
        guard let end, UnsafePointer(end) == field + count, value.isFinite else { return nil }
        // `0x10` is the only finite form of strtod that is not decimal.
        for index in 0..<min(count, 3) where field[index] | 0x20 == CChar(UInt8(ascii: "x")) { return nil }
        return value
    }

    private static func startsNumber(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "+")
    }

    /// Says what a field is, for fields that are not plainly a number.
    static func classify(_ raw: String, markers: [String]) -> NumberField {
        // No double needs more characters: 767 digits tell any two apart.
        guard raw.utf8.count <= 2000 else { return .text }
        let text = trimmed(raw)
        if markers.contains(text) { return .missing }
        let found = text.withCString { number(in: $0, count: text.utf8.count) }
        if let found { return .number(found) }
        let lowered = text.lowercased()
        if missingWords.contains(lowered) { return .missing }
        if infiniteWords.contains(lowered.first == "+" || lowered.first == "-" ? String(lowered.dropFirst()) : lowered)
        {
            return .infinite
        }
        if text.contains("\u{2212}"), isNumber(text.map { $0 == "\u{2212}" ? "-" : $0 }) { return .foreignMinus }
        if text.contains(","), isNumber(text.map { $0 == "," ? "." : $0 }) { return .decimalComma }
        return isDecimal(text) ? .overflow : .text
    }

    private static let missingWords: [String] = ["", "na", "n/a", "nan", "null", "?", "-"]
    private static let infiniteWords: [String] = ["inf", "infinity", "\u{221e}"]

    private static func isNumber(_ characters: [Character]) -> Bool {
        let text = String(characters)
        return text.withCString { number(in: $0, count: text.utf8.count) } != nil
    }

    /// Whether the text is written as a decimal number, however large.
    private static func isDecimal(_ text: String) -> Bool {
        guard let first = text.utf8.first, startsNumber(first) else { return false }
        var end: UnsafeMutablePointer<CChar>?
        return text.withCString { field in
            _ = strtod(field, &end)
            return end.map { UnsafePointer($0) == field + text.utf8.count } ?? false
        } && text.utf8.contains { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
            && !text.lowercased().contains { "xnip".contains($0) }
    }

    /// Text without spaces and tabulators at its ends.
    static func trimmed(_ text: String) -> String {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 9 && byte <= 13) }
        let bytes = Array(text.utf8)
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
