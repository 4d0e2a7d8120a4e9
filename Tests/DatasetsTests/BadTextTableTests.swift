import Datasets
import Diagnostics
import Testing

@Suite struct BadTextTableTests {
    struct Bad: Sendable, CustomTestStringConvertible {
        let text: String
        let code: String
        let row: Int?
        let column: Int?
        var testDescription: String { "\(code): \(text.debugDescription)" }

        init(_ text: String, _ code: String, _ row: Int? = nil, _ column: Int? = nil) {
            self.text = text
            self.code = code
            self.row = row
            self.column = column
        }
    }

    /// Every kind of bad text with the code, row and column of the message it must give.
    @Test(arguments: [
        Bad("", "table.empty"),
        Bad("\n\n# only a comment\n", "table.empty"),
        Bad("a,b\n", "table.no-rows"),
        Bad("a,b\n1,2\n3\n", "table.ragged-row", 3),
        Bad("a,b\n1,2\n3,4,5\n", "table.ragged-row", 3),
        Bad("a,b\n1,2\nhello,4\n", "table.text-in-number-column", 3, 1),
        Bad("a,b\n1,2\n3,0x10\n", "table.text-in-number-column", 3, 2),
        Bad("a,b\n1,2\n3,1e\n", "table.text-in-number-column", 3, 2),
        Bad("a,b\n1,2\n3,1_000\n", "table.text-in-number-column", 3, 2),
        Bad("a,b\n1,2\n3,\n", "table.missing-value", 3, 2),
        Bad("a,b\n1,2\nNaN,4\n", "table.missing-value", 3, 1),
        Bad("a,b\n1,nan\n2,nan\n", "table.empty-column", nil, 2),
        Bad("a,b\n1,2\n3,inf\n", "table.infinite", 3, 2),
        Bad("a,b\n1,2\n3,-Infinity\n", "table.infinite", 3, 2),
        Bad("a,b\n1,2\n3,1e999\n", "table.overflow", 3, 2),
        Bad("a;b\n1,5;2\n", "table.decimal-comma", 2, 1),
        Bad("a,b\n1,2\n\"3,5\",4\n", "table.decimal-comma", 3, 1),
        Bad("a,b\n1,2\n\u{2212}3,4\n", "table.foreign-minus", 3, 1),
        Bad("a,a\n1,2\n", "table.duplicate-name", 1, 2),
        Bad("a (m),a (m)\n1,2\n", "table.duplicate-name", 1, 2),
        Bad("# c\na,b\n1,2\n\"3,4\n5,6\n", "table.unterminated-quote", 4),
        Bad("a,b\n1,\0\n", "text.nul-byte", 2),
        Bad("only words\nand more words\n", "table.no-numbers"),
        Bad("a\u{202e}b,c\n1,2\n", "table.unprintable-name", 1, 1),
        Bad("a\u{1b}[31m,c\n1,2\n", "table.unprintable-name", 1, 1),
    ])
    func oneClearMessage(bad: Bad) {
        let found = problems(bad.text)
        #expect(found.map(\.code) == [bad.code])
        #expect(
            found.first?.location == Diagnostics.SourceLocation(file: "data.csv", row: bad.row, column: bad.column))
    }

    @Test(
        arguments: [
            (Array("a,b\n1,2\n".utf8) + [0xff, 0x0a], "text.invalid-utf8", 3),
            (Array("temp ".utf8) + [0xb0] + Array("C\n1\n".utf8), "text.invalid-utf8", 1),
            ([0x61, 0xc3], "text.invalid-utf8", 1),
            ([0x61, 0xed, 0xa0, 0x80], "text.invalid-utf8", 1),
            ([0x61, 0xf4, 0x90, 0x80, 0x80], "text.invalid-utf8", 1),
            ([0x61, 0xc0, 0x80], "text.invalid-utf8", 1),
            ([0xff, 0xfe, 0x61, 0], "text.other-format", nil),
            ([0x50, 0x4b, 3, 4, 0, 0], "text.other-format", nil),
        ] as [([UInt8], String, Int?)])
    func otherBytesAreRefused(bytes: [UInt8], code: String, row: Int?) {
        let found = problems(bytes: bytes)
        #expect(found.map(\.code) == [code])
        #expect(found.first?.location?.row == row)
        #expect(found.first?.hint != nil)
    }

    @Test func messagesNameTheColumnAndTheText() {
        let found = problems("speed (m/s),t\n1,2\nfast,4\n")
        #expect(
            found.first?.description == """
                data.csv:3:1: error: column 'speed' expects numbers; this field holds 'fast'
                  hint: correct the field, or leave it empty to mark a missing value
                """)
    }

    @Test func doubledFieldsHintAtDecimalCommas() {
        #expect(problems("a,b\n1,5,2,5\n3,5,4,5\n").first?.hint?.contains("decimal") == true)
    }

    @Test func allProblemsComeAtOnceInOrder() {
        let found = problems("a,b\n1,2\nx,4\n5\n6,1e999\n7,\n")
        #expect(
            found.map(\.code) == [
                "table.text-in-number-column", "table.ragged-row", "table.overflow", "table.missing-value",
            ])
        #expect(found.map { $0.location?.row } == [3, 4, 5, 6])
    }

    @Test func twentyProblemsAndACount() {
        let rows = (0..<50).map { "\($0)" }.joined(separator: "\n")
        let found = problems("a,b\n1,2\n" + rows + "\n")
        #expect(found.count == 21)
        #expect(found.last?.message.contains("30 more") == true)
    }

    @Test func longTextIsCutInMessages() {
        let found = problems("a,b\n1,2\n3,\(String(repeating: "z", count: 5000))\u{1b}\n")
        #expect((found.first?.message.count ?? 0) < 150)
    }

    @Test func hugeNameIsRefused() {
        let found = problems(String(repeating: "n", count: 2_000_000) + ",b\n1,2\n")
        #expect(found.map(\.code) == ["table.long-name"])
    }

    @Test func noCompleteRowIsLeft() {
        #expect(problems("a,b\n1,\n,2\n", TableOptions(missing: .drop)).map(\.code) == ["table.no-complete-row"])
    }

    @Test func sizeIsBounded() throws {
        let error = #expect(throws: DiscoverError.self) {
            try TableReader.read(path: "/dev/zero", options: TableOptions(maximumBytes: 500_000))
        }
        #expect(error?.diagnostics.first?.code == "input.too-large")
    }
}
