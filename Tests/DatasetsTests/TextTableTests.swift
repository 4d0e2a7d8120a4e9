import Datasets
import Diagnostics
import Testing

@Suite struct TextTableTests {
    @Test func plainTable() throws {
        let table = try readTable("t,x\n0,1.5\n1,-2e3\n2,+.25\n")
        #expect(table.columnNames == ["t", "x"])
        #expect(table.columns[0].values == [0, 1, 2])
        #expect(table.columns[1].values == [1.5, -2000, 0.25])
        #expect(table.rowNumbers == [2, 3, 4])
        #expect(table.hasHeader)
        #expect(table.warnings.isEmpty)
        #expect(table.row(1) == [1, -2000])
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func lineEnds(end: String) throws {
        for last in ["", end, end + end] {
            let table = try readTable(["a,b", "1,2", "", "3,4"].joined(separator: end) + last)
            #expect(table.columnNames == ["a", "b"])
            #expect(table.columns[1].values == [2, 4])
            #expect(table.rowNumbers == [2, 4])
        }
    }

    @Test(arguments: [
        ("a,b,c\n1,2,3\n4,5,6", "comma"), ("a;b;c\n1;2;3\n4;5;6", "semicolon"),
        ("a\tb\tc\n1\t2\t3\n4\t5\t6", "tab"), ("a|b|c\n1|2|3\n4|5|6", "pipe"),
        ("a b c\n1 2 3\n4 5 6", "space"), ("  a    b   c\n  1.0  2   3\n 4    5.0 6  ", "aligned"),
        ("a, b, c\n1, 2, 3\n4, 5, 6", "comma and space"), ("a\t  b c\n1 \t2 3\n4 5\t6", "mixed blanks"),
        ("\"a\";\"b\";\"c\"\n1;2;3\n4;5;6", "quoted header"), ("\"a\" \"b\" \"c\"\n1 2 3\n4 5 6", "quoted, aligned"),
    ])
    func delimitersAreFound(text: String, name: String) throws {
        let table = try readTable(text)
        #expect(table.columnNames == ["a", "b", "c"], "\(name)")
        #expect(table.columns.map(\.values) == [[1, 4], [2, 5], [3, 6]], "\(name)")
    }

    @Test func delimiterCanBeGiven() throws {
        let table = try readTable("a b;c\n1;2\n", TableOptions(delimiter: .semicolon))
        #expect(table.columnNames == ["a b", "c"])
    }

    @Test func singleColumnNeedsNoDelimiter() throws {
        #expect(try readTable("speed of light (m/s)\n1\n2\n").columns[0].name == "speed of light")
        #expect(try readTable("1\n2\n3\n").columnNames == ["y"])
    }

    @Test func markCommentsAndBlankLines() throws {
        let table = try readTable("\u{feff}# source: somewhere\n\n  # indented\na,b\n# between\n1,2\n \t \n3,4\n#end")
        #expect(table.columnNames == ["a", "b"])
        #expect(table.columns[0].values == [1, 3])
        #expect(table.rowNumbers == [6, 8])
    }

    @Test func quotesProtect() throws {
        let table = try readTable("\"a, first\",\"b \"\"second\"\"\"\n\"1\",\" 2 \"\n3,\"4\"\n")
        #expect(table.columnNames == ["a, first", "b \"second\""])
        #expect(table.columns.map(\.values) == [[1, 3], [2, 4]])
    }

    @Test func lineBreakInsideQuotesKeepsLineNumbers() throws {
        let table = try readTable("\"a\n#1\",b\n1,2\n\"3\n\",4\n5,6\n")
        #expect(table.columnNames == ["a #1", "b"])
        #expect(table.columns[0].values == [1, 3, 5])
        #expect(table.rowNumbers == [3, 4, 6])
    }

    @Test func namesAreOpaque() throws {
        let names = ["exp", "e", "pi", "x^2", "if", "a+b", "1st", "δ", "N", "f(x)", "rm -rf /"]
        let table = try readTable(names.joined(separator: ",") + "\n" + names.map { _ in "1" }.joined(separator: ","))
        #expect(table.columnNames == names)
    }

    @Test(arguments: [
        ("v (m/s)", "v", "m/s"), ("my var (m/s)", "my var", "m/s"), ("v [km s^-1]", "v", "km s^-1"), ("T[K]", "T", "K"),
        ("share (%)", "share", "%"), ("ratio (1)", "ratio", "1"), ("a (J/(kg K))", "a", "J/(kg K)"),
    ])
    func unitsAreSplitOff(header: String, name: String, unit: String) throws {
        let column = try readTable("\(header);other\n1;2\n", TableOptions(delimiter: .semicolon)).columns[0]
        #expect(column.name == name)
        #expect(column.unit == unit)
    }

    @Test(arguments: ["f(x)", "x[0]", "(a)", "[K]", "log10(P)", "a (", "a )", "a ()", "x (2)", "n)"])
    func otherBracketsAreNames(header: String) throws {
        let column = try readTable("\(header);other\n1;2\n", TableOptions(delimiter: .semicolon)).columns[0]
        #expect(column.name == header)
        #expect(column.unit == nil)
    }

    @Test func equalNamesWithDifferentUnitsKeepTheirText() throws {
        let table = try readTable("v (m/s),v (km/h),t (s)\n1,3.6,0\n")
        #expect(table.columnNames == ["v (m/s)", "v (km/h)", "t"])
        #expect(table.columns.map(\.unit) == ["m/s", "km/h", "s"])
    }

    @Test func headerlessColumnsAreNumbered() throws {
        let table = try readTable("1,2,3\n4,5,6\n")
        #expect(!table.hasHeader)
        #expect(table.columnNames == ["x1", "x2", "y"])
        #expect(table.rowNumbers == [1, 2])
        #expect(table.columns[2].values == [3, 6])
    }

    @Test func headerCanBeForced() throws {
        #expect(try readTable("1,2\n3,4\n", TableOptions(header: .present)).columnNames == ["1", "2"])
        #expect(try readTable("1,2\n3,4\n", TableOptions(header: .absent)).rowCount == 2)
        #expect(problems("a,2\n3,4\n", TableOptions(header: .absent)).map(\.code) == ["table.text-in-number-column"])
    }

    @Test func textColumnsAreLeftOutWithAWarning() throws {
        let table = try readTable("planet,a (AU),T\nMercury,0.387,0.241\nVenus,0.723,0.615\n")
        #expect(table.columnNames == ["a", "T"])
        #expect(table.textColumns == ["planet"])
        #expect(table.warnings.map(\.code) == ["table.text-column-ignored"])
        #expect(table.warnings[0].severity == .warning)
    }

    @Test func missingValuesCanBeDropped() throws {
        let text = "a,b,c\n1,2,3\n,5,6\n7,NA,\n8,n/a,1\n9,?,1\n10,-,1\n11,null,1\n12,nAn,1\n13,14,15\n"
        let table = try readTable(text, TableOptions(missing: .drop))
        #expect(table.columns.map(\.values) == [[1, 13], [2, 14], [3, 15]])
        #expect(table.rowNumbers == [2, 10])
        #expect(table.rowsRead == 9)
        #expect(table.rowsDropped == 7)
        #expect(
            table.missingCounts == [
                Table.MissingCount(column: "a", rows: 1), Table.MissingCount(column: "b", rows: 6),
                Table.MissingCount(column: "c", rows: 1),
            ])
        #expect(table.warnings.map(\.code) == ["table.rows-dropped"])
    }

    @Test func missingMarkersCanBeAdded() throws {
        let options = TableOptions(missing: .drop, missingMarkers: ["-999", "absent"])
        let table = try readTable("a,b\n1,2\n-999,3\n4,absent\n5,-999.0\n", options)
        #expect(table.columns.map(\.values) == [[1, 5], [2, -999]])
    }

    @Test func emptyRowsOfASpreadsheetAreSkipped() throws {
        let table = try readTable("a,b,\n1,2,\n3,4,\n,,\n,,\n")
        #expect(table.columnNames == ["a", "b"])
        #expect(table.rowCount == 2)
    }

    @Test func unnamedColumnIsNumbered() throws {
        #expect(try readTable(",a\n0,5\n1,6\n").columnNames == ["x1", "a"])
    }

    @Test func oneRowIsATable() throws {
        #expect(try readTable("a,b\n1,2\n").rowCount == 1)
    }

    @Test func numbersAreReadToTheLastBit() throws {
        let texts = ["0.1", "1e23", "9007199254740993", "2.2250738585072014e-308", "5e-324", "1.7976931348623157e308"]
        let table = try readTable((["a"] + texts).joined(separator: "\n"))
        #expect(table.columns[0].values == texts.map { Double($0) ?? .nan })
        #expect(try readTable("a\n1e-400\n").columns[0].values == [0])
    }

    @Test func sourceIsRecorded() throws {
        let source = try #require(try readTable("a\n1\n").source)
        #expect(source.path == "data.csv")
        #expect(source.format == .text)
        #expect(source.byteCount == 4)
        #expect(source.sha256 == SHA256.hexadecimal(of: Array("a\n1\n".utf8)))
    }

    @Test func columnsAreFoundByName() throws {
        let table = try readTable("Alpha,label\n1,q\n")
        #expect(try table.column(named: "Alpha").values == [1])
        #expect(table.index(of: "beta") == nil)
        for (name, hint) in [("alpha", "did you mean 'Alpha'?"), ("label", "text"), ("z", "'Alpha'")] {
            let error = #expect(throws: DiscoverError.self) { try table.column(named: name) }
            #expect(error?.diagnostics.first?.hint?.contains(hint) == true)
        }
    }

    @Test func hundredThousandColumns() throws {
        let count = 100_000
        let header = (0..<count).map { "c\($0)" }.joined(separator: ",")
        let row = (0..<count).map { String($0) }.joined(separator: ",")
        let table = try readTable(header + "\n" + row + "\n" + row + "\n")
        #expect(table.columnCount == count)
        #expect(table.columns[count - 1].values == [99_999, 99_999])
    }
}
