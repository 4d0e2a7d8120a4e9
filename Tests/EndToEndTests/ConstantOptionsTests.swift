import ArgumentParser
import Diagnostics
import Expressions
import Foundation
import Testing

@testable import discover

@Suite struct ConstantOptionsTests {
    private func constants(_ text: String) throws -> [PhysicalConstant] {
        try ConstantOptions.parse(["--constants", text]).physicalConstants()
    }

    @Test func namesAndAll() throws {
        #expect(try constants("c, k_B").map(\.name) == ["c", "k_B"])
        #expect(try constants("all").count == PhysicalConstant.all.count)
        #expect(try ConstantOptions.parse([]).physicalConstants().isEmpty)
    }

    @Test func unknownNamesComeWithASuggestion() {
        let error = #expect(throws: DiscoverError.self) { try constants("k_b") }
        #expect(error?.diagnostics.first?.hint?.contains("k_B") == true)
    }

    @Test func filesHoldOneConstantPerLine() throws {
        try DiscoverProcess.withFolder { folder in
            let good = folder.appendingPathComponent("good.txt")
            try "# own\nx_0 2.5 0.1\n\nk 3\n".write(to: good, atomically: true, encoding: .utf8)
            let read = try constants("@" + good.path)
            #expect(read.map(\.name) == ["x_0", "k"])
            #expect(read.map(\.value) == [2.5, 3])
            #expect(read[0].uncertainty == 0.1)
            let bad = folder.appendingPathComponent("bad.txt")
            try "k 3\nk\nm x\nn -1\n".write(to: bad, atomically: true, encoding: .utf8)
            let error = #expect(throws: DiscoverError.self) { try constants("@" + bad.path) }
            #expect(error?.diagnostics.map(\.location?.row) == [2, 3, 4])
        }
    }
}
