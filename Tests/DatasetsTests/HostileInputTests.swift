import Datasets
import Diagnostics
import Testing

/// Whatever the bytes, reading gives a table or messages with exit code 3, and never stops the process.
@Suite struct HostileInputTests {
    private func read(_ bytes: [UInt8], _ options: TableOptions) {
        do {
            let table = try TableReader.read(bytes: bytes, path: "fuzz", options: options)
            #expect(table.columnCount > 0)
            #expect(table.rowCount > 0)
            #expect(table.columns.allSatisfy { $0.values.count == table.rowCount })
            #expect(table.columns.allSatisfy { $0.values.allSatisfy(\.isFinite) })
            #expect(table.rowNumbers.count == table.rowCount)
            #expect(Set(table.columnNames).count == table.columnCount)
        } catch {
            #expect(error.exitCode == .input)
            #expect(!error.diagnostics.isEmpty && error.diagnostics.count <= 21)
        }
    }

    private func options(_ generator: inout SplitMix) -> TableOptions {
        TableOptions(
            header: TableOptions.Header.allCases.randomElement(using: &generator) ?? .detect,
            delimiter: Bool.random(using: &generator) ? nil : Delimiter.allCases.randomElement(using: &generator),
            missing: Bool.random(using: &generator) ? .error : .drop,
            missingMarkers: Bool.random(using: &generator) ? [] : ["-999"])
    }

    @Test(arguments: 0..<10)
    func randomBytes(seed: Int) {
        var generator = SplitMix(state: UInt64(seed))
        for _ in 0..<100 {
            let bytes = (0..<Int.random(in: 0...300, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            read(bytes, options(&generator))
        }
    }

    @Test(arguments: 0..<10)
    func randomCharactersOfTables(seed: Int) {
        let alphabet = Array("0123456789.,;|\t \"\n\r#-+eExNa()[]\u{e9}".utf8)
        var generator = SplitMix(state: 1000 + UInt64(seed))
        for _ in 0..<150 {
            let bytes = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            }
            read(bytes, options(&generator))
        }
    }

    @Test(arguments: 0..<10)
    func damagedTables(seed: Int) {
        let original = Array("name (m/s),b,\"c, d\"\n1,2.5e3,-3\n4,NA,6\n7,8,\"9\"\r\n# end\n10,11,12\n".utf8)
        let packed = GzipTests.packed(String(decoding: original, as: UTF8.self))
        var generator = SplitMix(state: 2000 + UInt64(seed))
        for round in 0..<150 {
            var bytes = round % 5 == 0 ? packed : original
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let position = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[position] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: position)
                case 2: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &generator)], at: position)
                default: bytes.removeLast(min(bytes.count - 1, Int.random(in: 0...10, using: &generator)))
                }
            }
            read(bytes, options(&generator))
        }
    }

    @Test(arguments: ["\"", ",", "\t", "\r", "#", "(", "a", "1", "\u{feff}", "-"])
    func repetitions(piece: String) {
        for count in [1, 2, 7, 20_000] {
            read(Array(String(repeating: piece, count: count).utf8), TableOptions())
            read(Array(("a,b\n1," + String(repeating: piece, count: count)).utf8), TableOptions())
        }
    }
}
