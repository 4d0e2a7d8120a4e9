import CHDF5
import Datasets
import Diagnostics
import Foundation
import Testing

/// One at a time: the fixture writes through the same library.
@Suite(.serialized) struct HDF5TableTests {
    private func read(
        _ fixture: HDF5Fixture, place: String? = nil, _ options: TableOptions = TableOptions()
    ) throws -> Table {
        try TableReader.read(bytes: fixture.bytes(), path: "runs.h5", place: place, options: options)
    }

    private func codes(_ fixture: HDF5Fixture, place: String? = nil) throws -> [String] {
        let bytes = try fixture.bytes()
        let error = #expect(throws: DiscoverError.self) {
            try TableReader.read(bytes: bytes, path: "runs.h5", place: place)
        }
        #expect(error?.exitCode == .input)
        return error?.diagnostics.map(\.code) ?? []
    }

    @Test func seriesAreColumns() throws {
        let fixture = HDF5Fixture()
        fixture.series("x", [1, 2.5, 3])
        fixture.integers("n (mol)", [1, -2, 3])
        fixture.series("a", [7, 8, 9])
        fixture.attribute("units", of: "x", ["m/s"], variable: true)
        let table = try read(fixture)
        #expect(table.columnNames == ["a", "n", "x"])
        #expect(table.columns.map(\.unit) == [nil, "mol", "m/s"])
        #expect(table.columns.map(\.values) == [[7, 8, 9], [1, -2, 3], [1, 2.5, 3]])
        #expect(table.rowNumbers == [1, 2, 3])
        #expect(table.source?.format == .hdf5)
    }

    @Test func orderOfCreationIsKept() throws {
        let fixture = HDF5Fixture(ordered: true)
        for name in ["t", "x", "a"] { fixture.series(name, [1, 2]) }
        #expect(try read(fixture).columnNames == ["t", "x", "a"])
    }

    @Test(arguments: [true, false])
    func matrixWithNames(variable: Bool) throws {
        let fixture = HDF5Fixture()
        fixture.dataset("data", shape: [2, 3], [1, 2, 3, 4, 5, 6])
        fixture.attribute("columns", of: "data", ["t (s)", "x", "long name"], variable: variable)
        let table = try read(fixture)
        #expect(table.columnNames == ["t", "x", "long name"])
        #expect(table.columns[0].unit == "s")
        #expect(table.columns.map(\.values) == [[1, 4], [2, 5], [3, 6]])
    }

    @Test func matrixWithoutNames() throws {
        let fixture = HDF5Fixture()
        fixture.dataset("data", shape: [2, 2], [1, 2, 3, 4])
        #expect(try read(fixture, place: "/data").columnNames == ["x1", "y"])
    }

    @Test func recordsAreColumns() throws {
        let fixture = HDF5Fixture()
        fixture.records("runs", members: ["t", "x"], rows: [[0, 1], [1, 3]])
        let table = try read(fixture)
        #expect(table.columnNames == ["t", "x"])
        #expect(table.columns.map(\.values) == [[0, 1], [1, 3]])
    }

    @Test func placesInsideAreReached() throws {
        let fixture = HDF5Fixture()
        fixture.group("first")
        fixture.group("second")
        fixture.series("first/x", [1, 2])
        fixture.series("second/x", [3, 4, 5])
        fixture.words("second/label", ["a", "b", "c"])
        let bytes = try fixture.bytes()
        let table = try TableReader.read(bytes: bytes, path: "runs.h5", place: "/second")
        #expect(table.columns.map(\.values) == [[3, 4, 5]])
        #expect(table.textColumns == ["label"])

        let file = FileManager.default.temporaryDirectory.appending(path: "discover:\(UUID().uuidString).h5").path
        try Data(bytes).write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        #expect(try TableReader.read(path: "\(file):/first/x").columns.map(\.values) == [[1, 2]])
        let error = #expect(throws: DiscoverError.self) { try TableReader.read(path: file) }
        #expect(error?.diagnostics.map(\.code) == ["hdf5.not-a-table"])
        #expect(error?.diagnostics.first?.hint?.contains("'first', 'second'") == true)
    }

    @Test func missingValues() throws {
        func fixture() -> HDF5Fixture {
            let fixture = HDF5Fixture()
            fixture.series("a", [1, .nan, 3])
            fixture.series("b", [4, 5, 6])
            return fixture
        }
        #expect(try codes(fixture()) == ["table.missing-value"])
        let table = try read(fixture(), TableOptions(missing: .drop))
        #expect(table.columns.map(\.values) == [[1, 3], [4, 6]])
        #expect(table.rowNumbers == [1, 3])
        #expect(table.rowsDropped == 1)
        #expect(table.warnings.map(\.code) == ["table.rows-dropped"])
    }

    @Test func refusals() throws {
        var fixture = HDF5Fixture()
        fixture.series("a", [1, 2])
        fixture.series("b", [1, 2, 3])
        #expect(try codes(fixture) == ["hdf5.unequal-lengths"])

        fixture = HDF5Fixture()
        fixture.series("a", [1, 2])
        #expect(try codes(fixture, place: "/none") == ["hdf5.no-such-place"])

        fixture = HDF5Fixture()
        fixture.series("a", [1, .infinity])
        fixture.series("b", [.nan, .nan])
        #expect(try codes(fixture) == ["table.infinite", "table.empty-column"])

        fixture = HDF5Fixture()
        fixture.series("a", [])
        #expect(try codes(fixture) == ["table.no-rows"])

        #expect(try codes(HDF5Fixture()) == ["hdf5.not-a-table"])

        fixture = HDF5Fixture()
        fixture.dataset("cube", shape: [2, 2, 2], [Double](repeating: 1, count: 8))
        #expect(try codes(fixture) == ["hdf5.not-a-table"])

        fixture = HDF5Fixture()
        fixture.dataset("data", shape: [1, 2], [1, 2])
        fixture.attribute("columns", of: "data", ["a", "b", "c"], variable: false)
        #expect(try codes(fixture) == ["hdf5.wrong-number-of-names"])

        fixture = HDF5Fixture()
        fixture.emptyGiant("a")
        #expect(try codes(fixture) == ["input.too-large"])
    }

    @Test func columnsOutOfUseMayLackValues() throws {
        let fixture = HDF5Fixture()
        fixture.series("a", [1, 2])
        fixture.series("b", [.nan, .infinity])
        let bytes = try fixture.bytes()
        #expect(problems(bytes: bytes).map(\.code) == ["table.infinite", "table.missing-value"])
        let table = try TableReader.read(
            bytes: bytes, path: "runs.h5", options: TableOptions(columnsInUse: { _ in ["a"] }))
        #expect(table.columnNames == ["a"])
        #expect(table.rowCount == 2)
    }

    @Test func otherFilesAreNotFollowed() throws {
        let fixture = HDF5Fixture()
        fixture.series("a", [1, 2])
        fixture.externalLink("b", to: "/etc/passwd")
        #expect(try read(fixture).columnNames == ["a"])
    }

    @Test func cutFilesAreDamaged() throws {
        let fixture = HDF5Fixture()
        fixture.series("a", (0..<1000).map { Double($0) })
        let bytes = try fixture.bytes()
        for count in [8, 100, bytes.count / 2, bytes.count - 1] {
            #expect(problems(bytes: Array(bytes.prefix(count))).map(\.code) == ["hdf5.damaged"])
        }
    }

    @Test func placesNeedHDF5() throws {
        let error = #expect(throws: DiscoverError.self) {
            try TableReader.read(bytes: Array("a\n1\n".utf8), path: "a.csv", place: "/x")
        }
        #expect(error?.diagnostics.map(\.code) == ["hdf5.not-hdf5"])
    }

    /// Bytes changed at random: some of these files would end the process if it read them itself.
    ///
    /// The library writes times and unset bytes into a file, so what one change does may differ from run to run; all seeds
    /// together meet every outcome.
    @Test func damagedFilesNeverEndTheProcess() throws {
        var outcomes: Set<String> = []
        for seed in 0..<4 {
            var generator = SplitMix(state: 77 + UInt64(seed))
            let fixture = HDF5Fixture(ordered: seed % 2 == 0)
            fixture.series("a", [1, 2, 3])
            fixture.dataset("m", shape: [2, 2], [1, 2, 3, 4])
            fixture.attribute("units", of: "a", ["m"], variable: true)
            fixture.records("r", members: ["q", "w"], rows: [[1, 2]])
            let original = try fixture.bytes()
            for _ in 0..<25 {
                let bytes = changed(original, using: &generator)
                let place = [nil, "/m", "/r"].randomElement(using: &generator) ?? nil
                do {
                    _ = try TableReader.read(bytes: bytes, path: "fuzz.h5", place: place)
                    outcomes.insert("table")
                } catch {
                    #expect(error.exitCode == .input)
                    outcomes.insert(error.diagnostics.first?.code ?? "")
                }
            }
        }
        #expect(outcomes.contains("table"))
        #expect(outcomes.contains("hdf5.damaged"))
    }

    /// A copy with one to twenty bytes changed.
    private func changed(_ original: [UInt8], using generator: inout SplitMix) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...20, using: &generator) {
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        return bytes
    }
}
