extension JSONValue {
    /// The document as text, indented by two spaces, with a final newline.
    ///
    /// Lists of plain values stay on one line. Doubles are written with the fewest digits that read back to the same
    /// bits; numbers that are not finite become null. Control characters, also those of C1 and the bidirectional ones
    /// that can disguise a text on a terminal, are escaped.
    ///
    /// - Complexity: linear in the size of the document.
    public var text: String {
        var writer = JSONWriter()
        writer.write(self, indentation: 0)
        return writer.output + "\n"
    }

    /// The document on one line, without spaces or a final newline.
    public var compactText: String {
        var writer = JSONWriter(isCompact: true)
        writer.write(self, indentation: 0)
        return writer.output
    }
}

/// Writes one document into a string.
struct JSONWriter {
    /// Whether to leave out line breaks and spaces.
    var isCompact = false
    /// What has been written.
    var output = ""

    /// Appends `value`, whose own line is indented by `indentation` levels.
    mutating func write(_ value: JSONValue, indentation: Int) {
        switch value {
        case .null: output += "null"
        case .bool(let flag): output += flag ? "true" : "false"
        case .integer(let number): output += String(number)
        case .number(let number): output += Self.literal(number)
        case .string(let text): writeQuoted(text)
        case .array(let elements): writeList(elements, indentation)
        case .object(let members): writeMembers(members, indentation)
        }
    }

    /// The number as JSON allows it.
    static func literal(_ number: Double) -> String {
        guard number.isFinite else { return "null" }
        if number == 0 { return "0" }
        let text = number.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private mutating func writeList(_ elements: [JSONValue], _ indentation: Int) {
        let isFlat = elements.allSatisfy { element in
            switch element {
            case .array, .object: false
            default: true
            }
        }
        output += "["
        for (position, element) in elements.enumerated() {
            if position > 0 { output += isCompact || !isFlat ? "," : ", " }
            if !isFlat { breakLine(indentation + 1) }
            write(element, indentation: indentation + 1)
        }
        if !isFlat { breakLine(indentation) }
        output += "]"
    }

    private mutating func writeMembers(_ members: [(key: String, value: JSONValue)], _ indentation: Int) {
        output += "{"
        for (position, member) in members.enumerated() {
            if position > 0 { output += "," }
            breakLine(indentation + 1)
            writeQuoted(member.key)
            output += isCompact ? ":" : ": "
            write(member.value, indentation: indentation + 1)
        }
        if !members.isEmpty { breakLine(indentation) }
        output += "}"
    }

    private mutating func breakLine(_ indentation: Int) {
        if isCompact { return }
        output += "\n" + String(repeating: "  ", count: indentation)
    }

    private mutating func writeQuoted(_ text: String) {
        output += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            default:
                if Self.needsEscape(scalar) {
                    let digits = String(scalar.value, radix: 16)
                    output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    output.unicodeScalars.append(scalar)
                }
            }
        }
        output += "\""
    }

    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
