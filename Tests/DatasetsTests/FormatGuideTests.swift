import Datasets
import Diagnostics
import Foundation
import Testing

/// What docs/file-formats.md shows must be so.
@Suite struct FormatGuideTests {
    private func guide() throws -> String {
        let file = datasetsFolder.deletingLastPathComponent().appending(path: "docs/file-formats.md")
        return try String(contentsOf: file, encoding: .utf8)
    }

    /// The fenced blocks, without their fences.
    private func blocks() throws -> [String] {
        let parts = try guide().components(separatedBy: "```")
        return parts.enumerated().filter { $0.offset % 2 == 1 }.map { block in
            block.element.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().joined(separator: "\n")
        }
    }

    @Test func firstExampleIsATable() throws {
        let table = try readTable(try #require(try blocks().first))
        #expect(table.columnNames == ["t", "h"])
        #expect(table.columns.map(\.unit) == ["s", "m"])
        #expect(table.rowCount == 4)
    }

    @Test func exampleOfMessagesIsReal() throws {
        let text = "t,h\n0,20\n1,2\n1,2\n1,2\n1,2\n1,\"8,97m\"\n1,2\n1,2,3\n"
        let shown = problems(text).map(\.description).joined(separator: "\n") + "\n"
        #expect(try blocks().contains(shown))
    }

    @Test func tableOfUnitsIsReal() throws {
        let rows = try guide().split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(rows.count == 5)
        for row in rows {
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let header = cells[0].filter { $0 != "`" }
            let column = try readTable("\(header);y\n1;2\n").columns[0]
            #expect(column.name == cells[1].filter { $0 != "`" })
            #expect(column.unit == (cells[2].hasPrefix("none") ? nil : cells[2].filter { $0 != "`" }))
        }
    }

    @Test func codesExist() throws {
        let root = datasetsFolder.deletingLastPathComponent().appending(path: "Sources/Datasets")
        let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        let sources = try paths.filter { $0.hasSuffix(".swift") }.map {
            try String(contentsOf: root.appending(path: $0), encoding: .utf8)
        }.joined()
        let pattern = /`((?:table|text|input)\.[a-z0-9-]+)`/
        let codes = try guide().matches(of: pattern).map { String($0.1) }
        #expect(codes.count >= 7)
        for code in codes { #expect(sources.contains("\"\(code)\""), "\(code)") }
    }
}
