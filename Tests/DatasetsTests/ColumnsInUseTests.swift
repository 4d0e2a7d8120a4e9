import Datasets
import Diagnostics
import Testing

@Suite struct ColumnsInUseTests {
    private func options(_ names: Set<String>, _ missing: TableOptions.MissingPolicy = .error) -> TableOptions {
        TableOptions(missing: missing, columnsInUse: { _ in names })
    }

    @Test(arguments: ["", "inf", "1e999", "1,5", "\u{2212}3", "red"])
    func otherColumnsMayHoldAnything(field: String) throws {
        let text = "x;z;y\n1;4;2\n2;\(field);4\n"
        #expect(!problems(text).isEmpty)
        #expect(!problems(text, options(["z"])).isEmpty)
        let table = try readTable(text, options(["x", "y"]))
        #expect(table.columnNames == ["x", "y"])
        #expect(table.columns.map(\.values) == [[1, 2], [2, 4]])
        #expect(table.warnings.isEmpty)
    }

    @Test func completeColumnsStay() throws {
        #expect(try readTable("x,z,y\n1,4,2\n", options(["x"])).columnNames == ["x", "z", "y"])
    }

    @Test func rowsAreDroppedForColumnsInUseOnly() throws {
        let table = try readTable("x,z,y\n1,,2\n,5,3\n4,5,6\n", options(["x", "y"], .drop))
        #expect(table.columnNames == ["x", "y"])
        #expect(table.rowNumbers == [2, 4])
        #expect(table.missingCounts.map(\.column) == ["x"])
    }

    @Test func manyProblemsElsewhereDoNotHideThoseInUse() {
        let rows = (0..<100).map { "\($0),inf,\($0 == 70 ? "inf" : "1")" }
        let found = problems("x,z,y\n" + rows.joined(separator: "\n"), options(["x", "y"]))
        #expect(found.map { $0.location?.row } == [72])
    }

    @Test func theChoiceSeesTheNamesOfAllColumnsOfNumbers() throws {
        let options = TableOptions(columnsInUse: { names in
            #expect(names == ["x", "y"])
            return Set(names)
        })
        #expect(try readTable("x,label,y\n1,a,2\n2,b,4\n", options).columnNames == ["x", "y"])
    }
}
