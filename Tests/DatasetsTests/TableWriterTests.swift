import Datasets
import Testing

@Suite struct TableWriterTests {
    @Test func layout() {
        let table = Table(columns: [
            TableColumn(name: "t", unit: "s", values: [0, 0.1]), TableColumn(name: "a, \"b\"", values: [1e300, -2]),
        ])
        #expect(
            TableWriter.text(table, comments: ["made\nhere"])
                == "# made here\nt (s),\"a, \"\"b\"\"\"\n0,1e+300\n0.1,-2\n")
    }

    @Test(arguments: 0..<50)
    func readsBackTheSame(seed: Int) throws {
        var generator = SplitMix(state: UInt64(seed))
        let names = ["x", "a b", "δ;1", "\"", "#n", "v|w", "e"]
        let rows = Int.random(in: 1...20, using: &generator)
        let columns = names.enumerated().map { index, name in
            TableColumn(
                name: name, unit: index == 1 ? "kg m^2" : nil,
                values: (0..<rows).map { _ in
                    let value = Double(bitPattern: generator.next())
                    return value.isFinite ? value : 0
                })
        }
        let table = try readTable(TableWriter.text(Table(columns: columns)))
        #expect(table.columns == columns)
    }
}
