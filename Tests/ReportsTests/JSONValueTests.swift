import Diagnostics
import Foundation
import Testing

@testable import Reports

@Suite struct JSONValueTests {
    private let sample = JSONValue.object([
        ("z", .integer(1)), ("a", .array([.number(0.1), .null, .bool(true)])),
        ("nested", .object([("list", .array([.object([]), .array([])]))])), ("text", .string("a\"b\\c\n\u{1}é")),
    ])

    @Test func keysKeepTheirOrder() {
        #expect(
            sample.text == """
                {
                  "z": 1,
                  "a": [0.1, null, true],
                  "nested": {
                    "list": [
                      {},
                      []
                    ]
                  },
                  "text": "a\\"b\\\\c\\n\\u0001é"
                }

                """)
    }

    @Test func compactTextIsOneLine() {
        #expect(
            sample.compactText
                == "{\"z\":1,\"a\":[0.1,null,true],\"nested\":{\"list\":[{},[]]},\"text\":\"a\\\"b\\\\c\\n\\u0001é\"}")
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func numbersThatAreNotFiniteBecomeNull(value: Double) {
        #expect(JSONValue.number(value).compactText == "null")
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0, "0"), (3.0, "3"), (-12.5, "-12.5"), (1e300, "1e+300"), (1e-7, "1e-07"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e15, "1000000000000000"), (999_999_999_999_999, "999999999999999"),
    ])
    func numbersReadBackTheSame(value: Double, text: String) {
        #expect(JSONValue.number(value).compactText == text)
        #expect(Double(text) == value)
    }

    @Test(arguments: 0..<200)
    func anyDoubleSurvivesTheTrip(seed: Int) throws {
        var generator = SeededGenerator(state: UInt64(seed))
        let value = Double(bitPattern: generator.next())
        let read = try JSONValue.parse(Array(JSONValue.number(value).text.utf8), file: "t")
        if value.isFinite { #expect(read.numberValue == value) } else { #expect(read == .null) }
    }

    @Test(arguments: 0..<100)
    func anyDocumentSurvivesTheTrip(seed: Int) throws {
        var generator = SeededGenerator(state: UInt64(seed) &* 77)
        let document = Self.document(&generator, depth: 4)
        #expect(try JSONValue.parse(Array(document.text.utf8), file: "t") == document)
        #expect(try JSONValue.parse(Array(document.compactText.utf8), file: "t") == document)
        // Foundation must agree that it is JSON.
        _ = try JSONSerialization.jsonObject(with: Data(document.text.utf8), options: [.fragmentsAllowed])
    }

    @Test(arguments: [
        ("", 1, 1), ("{", 1, 2), ("[1,]", 1, 4), ("{\"a\" 1}", 1, 6), ("{\n  \"a\": tru\n}", 2, 8), ("[1] 2", 1, 5),
        ("\"abc", 1, 5), ("\"\\x\"", 1, 4), ("nan", 1, 1), ("[+1]", 1, 2), ("[.5]", 1, 2), ("\"\\ud800\"", 1, 8),
        ("[1e999]", 1, 2),
    ])
    func errorsNameTheirPlace(text: String, row: Int, column: Int) throws {
        let error = try #require(throws: DiscoverError.self) { try JSONValue.parse(Array(text.utf8), file: "f.json") }
        #expect(error.diagnostics.first?.code == "json.syntax")
        #expect(error.diagnostics.first?.location == SourceLocation(file: "f.json", row: row, column: column))
    }

    @Test func nestingIsBounded() {
        let bomb = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(throws: DiscoverError.self) { try JSONValue.parse(bomb, file: "f") }
    }

    @Test func escapesAreRead() throws {
        let read = try JSONValue.parse(Array(#""\u00e9\ud83d\ude00\/\b\f""#.utf8), file: "f")
        #expect(read.stringValue == "é😀/\u{8}\u{C}")
    }

    @Test func invalidBytesAreRefused() {
        #expect(throws: DiscoverError.self) { try JSONValue.parse([34, 0xFF, 34], file: "f") }
        #expect(throws: DiscoverError.self) { try JSONValue.parse([34, 0, 34], file: "f") }
    }

    @Test func lookups() throws {
        #expect(sample["z"]?.numberValue == 1)
        #expect(sample["text"]?.stringValue?.hasPrefix("a") == true)
        #expect(sample["a"]?.arrayValue?.count == 3)
        #expect(sample["missing"] == nil)
        #expect(JSONValue.null["z"] == nil)
    }

    private static func document(_ generator: inout SeededGenerator, depth: Int) -> JSONValue {
        switch generator.next() % (depth > 0 ? 7 : 5) {
        case 0: return .null
        case 1: return .bool(generator.next() % 2 == 0)
        case 2: return .integer(Int(truncatingIfNeeded: generator.next()))
        case 3: return .number(Double(generator.next() % 1000) + 0.125)
        case 4:
            let scalars = (0..<generator.next() % 6).compactMap { _ in Unicode.Scalar(UInt32(generator.next() % 0x3000))
            }
            return .string(String(String.UnicodeScalarView(scalars)))
        case 5: return .array((0..<generator.next() % 4).map { _ in document(&generator, depth: depth - 1) })
        default: return .object((0..<generator.next() % 4).map { ("k\($0)", document(&generator, depth: depth - 1)) })
        }
    }
}
