import Diagnostics

extension JSONValue {
    /// Reads a document.
    ///
    /// Objects keep the order of their keys; of equal keys the first counts in lookups. Nesting is bounded, so that no
    /// input can exhaust the stack.
    ///
    /// - Parameters:
    ///   - text: the bytes of the document, UTF-8.
    ///   - file: name for error messages.
    /// - Throws: `DiscoverError.input` with code `json.syntax` and the place of the first error.
    /// - Complexity: linear in the size of the text.
    public static func parse(_ text: [UInt8], file: String) throws -> JSONValue {
        var parser = JSONParser(bytes: text, file: file)
        return try parser.document()
    }
}

/// A recursive-descent reader of JSON (RFC 8259) over bytes.
struct JSONParser {
    /// Deepest nesting that is read.
    static let maximumDepth = 64

    let bytes: [UInt8]
    let file: String
    private var position = 0

    init(bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// The only value of the text.
    mutating func document() throws -> JSONValue {
        let value = try self.value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw failure("expected the end of the document") }
        return value
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func value(depth: Int) throws -> JSONValue {
        guard depth < Self.maximumDepth else { throw failure("nested deeper than \(Self.maximumDepth) levels") }
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw failure("the document ends too early")
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws -> JSONValue {
        position += 1
        var members: [(key: String, value: JSONValue)] = []
        skipSpace()
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw failure("expected a key in double quotes") }
            let key = try string()
            skipSpace()
            guard take(":") else { throw failure("expected ':' after the key") }
            members.append((key, try value(depth: depth + 1)))
            skipSpace()
        } while take(",")
        guard take("}") else { throw failure("expected ',' or '}'") }
        return .object(members)
    }

    private mutating func array(depth: Int) throws -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take("]") { return .array(elements) }
        repeat {
            elements.append(try value(depth: depth + 1))
            skipSpace()
        } while take(",")
        guard take("]") else { throw failure("expected ',' or ']'") }
        return .array(elements)
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws -> JSONValue {
        let expected = word.withUTF8Buffer { Array($0) }
        guard bytes[position...].starts(with: expected) else { throw failure("expected a JSON value") }
        position += expected.count
        return value
    }

    private mutating func number() throws -> JSONValue {
        let start = position
        while let byte = current, "+-.eE0123456789".utf8.contains(byte) { position += 1 }
        let literal = String(decoding: bytes[start..<position], as: UTF8.self)
        if let whole = Int(literal), literal.first != "+" { return .integer(whole) }
        guard let first = literal.first, first == "-" || first.isNumber, let value = Double(literal), value.isFinite
        else {
            position = start
            throw failure("expected a JSON value")
        }
        return .number(value)
    }

    private mutating func string() throws -> String {
        position += 1
        var content: [UInt8] = []
        while let byte = current {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw failure("a text is not valid UTF-8")
                }
                return text
            case UInt8(ascii: "\\"): content.append(contentsOf: try escape())
            case 0..<0x20: throw failure("a control character in a text must be escaped")
            default: content.append(byte)
            }
        }
        throw failure("a text without its closing quote")
    }

    private mutating func escape() throws -> [UInt8] {
        guard let byte = current else { throw failure("the document ends too early") }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "u"): return Array(String(try escapedScalar()).utf8)
        default: throw failure("unknown escape in a text")
        }
    }

    private mutating func escapedScalar() throws -> Character {
        let first = try hexadecimal()
        if (0xD800..<0xDC00).contains(first), take("\\"), take("u") {
            let second = try hexadecimal()
            if (0xDC00..<0xE000).contains(second),
                let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
            {
                return Character(scalar)
            }
        } else if let scalar = Unicode.Scalar(first) {
            return Character(scalar)
        }
        throw failure("half of a surrogate pair in a text")
    }

    private mutating func hexadecimal() throws -> UInt32 {
        guard position + 4 <= bytes.count,
            let value = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw failure("expected four hexadecimal digits") }
        position += 4
        return value
    }

    private mutating func skipSpace() {
        while let byte = current, byte == 32 || (9...10).contains(byte) || byte == 13 { position += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private func failure(_ message: String) -> DiscoverError {
        let before = bytes[..<min(position, bytes.count)]
        let row = before.count { $0 == 10 } + 1
        let column = before.count - (before.lastIndex(of: 10).map { $0 + 1 } ?? 0) + 1
        return .input("json.syntax", message, at: SourceLocation(file: file, row: row, column: column))
    }
}
