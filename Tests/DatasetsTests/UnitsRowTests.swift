import Datasets
import Diagnostics
import Testing

/// A row of units below the header.
@Suite struct UnitsRowTests {
    private func options(_ row: TableOptions.UnitsRow) -> TableOptions {
        var options = TableOptions()
        options.unitsRow = row
        return options
    }

    @Test(
        arguments: [
            ("t,x\ns,m\n1,2\n3,4\n", ["s", "m"]), ("t,x\n[s],[km/h]\n1,2\n3,4\n", ["s", "km/h"]),
            ("t,x,n\ns,m,\n1,2,3\n3,4,4\n", ["s", "m", nil]), ("t (s),x\n,m\n1,2\n3,4\n", ["s", "m"]),
            ("t,x\n\"s\",\"J/(mol K)\"\n1,2\n3,4\n", ["s", "J/(mol K)"]), ("t;x\ns;m\n1;2\n", ["s", "m"]),
        ] as [(String, [String?])])
    func isRecognised(_ text: String, _ units: [String?]) throws {
        let table = try readTable(text)
        #expect(table.columns.map(\.unit) == units)
        #expect(table.columns[0].values.first == 1)
        #expect(table.rowNumbers.first == 3)
    }

    @Test(arguments: [
        "t,x\n1,2\n3,4\n", "t (s),x (m)\n1,2\n", "x,y\n,2\n3,4\n", "name,x\nK,1\nNa,2\n",
    ])
    func dataAreNoUnits(_ text: String) throws {
        var drop = TableOptions()
        drop.missing = .drop
        let table = try readTable(text, drop)
        #expect(table.rowsRead == text.split(separator: "\n").count - 1)
    }

    @Test func textInTheFirstRowStaysAnError() {
        #expect(problems("t,x\nfast,slow\n1,2\n").map(\.code).contains("table.text-in-number-column"))
        #expect(problems("t,x\ns,m\n1,2\n", options(.absent)).map(\.code).contains("table.text-in-number-column"))
    }

    @Test func anOrderedRowMustHoldUnits() throws {
        let found = problems("t,x\ns,metrs\n1,2\n", options(.present))
        #expect(found.map(\.code) == ["units.unreadable"])
        #expect(found[0].location?.row == 2)
        #expect(found[0].location?.column == 2)
        #expect(found[0].hint == "did you mean 'meters'?")
        #expect(try readTable("n,x\n1,m\n1,2\n", options(.present)).columns.map(\.unit) == ["1", "m"])
    }

    @Test func anOrderedRowMustFitTheHeader() {
        #expect(problems("t,x\ns\n1,2\n", options(.present)).map(\.code).contains("table.ragged-row"))
        #expect(
            problems("1,2\n3,4\n", options(.present)).map(\.code).contains("table.units-row-without-header"))
    }
}
