import Datasets
import Diagnostics
import Testing

@testable import SparseDynamics

/// Which tables are grids, and what becomes of those that nearly are.
struct FieldAssemblyTests {
    /// A table with one row per grid point, rows in a scrambled order.
    private func table(
        x: [Double], y: [Double]? = nil, t: [Double], dropping: Set<Int> = [], value: (Double, Double, Double) -> Double
    ) -> Table {
        var rows: [[Double]] = []
        for a in x { for b in y ?? [0] { for c in t { rows.append([a, b, c, value(a, b, c)]) } } }
        let order = rows.indices.filter { !dropping.contains($0) }.sorted {
            $0 * 7919 % rows.count < $1 * 7919 % rows.count
        }
        func column(_ name: String, _ place: Int) -> TableColumn {
            TableColumn(name: name, values: order.map { rows[$0][place] })
        }
        return Table(
            columns: [column("x", 0)] + (y == nil ? [] : [column("y", 1)]) + [column("t", 2), column("u", 3)])
    }

    private func code(_ body: () throws -> FieldData?) -> String? {
        do {
            _ = try body()
            return nil
        } catch let error as DiscoverError {
            return error.diagnostics.first?.code
        } catch { return "other" }
    }

    private let line = (0..<20).map { 0.5 * Double($0) - 3 }
    private let clock = (0..<24).map { 0.1 * Double($0) }

    @Test func gridInOneDimension() throws {
        let data = try #require(
            try FieldAssembly.field(table(x: line, t: clock) { x, _, t in x + 100 * t }, FieldSelection()))
        #expect(data.space.map(\.name) == ["x"] && data.time.name == "t")
        #expect(data.shape == [20, 24])
        #expect(abs(data.space[0].step - 0.5) < 1e-12 && data.space[0].start == -3)
        for (k, t) in clock.enumerated() {
            for (i, x) in line.enumerated() { #expect(data.fields[0].values[k * 20 + i] == x + 100 * t) }
        }
    }

    @Test func gridInTwoDimensions() throws {
        let data = try #require(
            try FieldAssembly.field(
                table(x: line, y: [1, 2, 3], t: clock) { x, y, t in x + 50 * y + 1000 * t }, FieldSelection()))
        #expect(data.space.map(\.name) == ["x", "y"])
        #expect(data.fields[0].values[(5 * 3 + 2) * 20 + 7] == line[7] + 150 + 1000 * clock[5])
    }

    @Test func seriesAreNoGrids() throws {
        let times = (0..<200).map(Double.init)
        let series = Table(columns: [
            TableColumn(name: "t", values: times), TableColumn(name: "x", values: times.map { $0 * $0 }),
            TableColumn(name: "y", values: times.map { -$0 }),
        ])
        #expect(try FieldAssembly.field(series, FieldSelection()) == nil)
        let untimed = Table(columns: [TableColumn(name: "x", values: times), TableColumn(name: "u", values: times)])
        #expect(try FieldAssembly.field(untimed, FieldSelection()) == nil)
        // Two runs one after the other repeat the times, but x takes new values all the time.
        let runs = Table(columns: [
            TableColumn(name: "t", values: times.map { Double(Int($0) % 100) }),
            TableColumn(name: "x", values: times.map { $0 * $0 }),
        ])
        #expect(try FieldAssembly.field(runs, FieldSelection()) == nil)
    }

    @Test func otherNamesOnDemand() throws {
        var grid = table(x: line, t: clock) { x, _, t in x * t }
        grid.columns[0].name = "position"
        #expect(try FieldAssembly.field(grid, FieldSelection()) == nil)
        let data = try #require(try FieldAssembly.field(grid, FieldSelection(space: ["position"])))
        #expect(data.space[0].name == "position")
        #expect(code { try FieldAssembly.field(grid, FieldSelection(space: ["nowhere"])) } == "table.unknown-column")
    }

    @Test func holesRepetitionsAndUnevenSteps() {
        #expect(
            code {
                try FieldAssembly.field(table(x: line, t: clock, dropping: [17]) { x, _, t in x * t }, FieldSelection())
            }
                == "field.ragged")
        var doubled = table(x: line, t: clock) { x, _, t in x * t }
        doubled.columns[0].values[3] = doubled.columns[0].values[4]
        doubled.columns[1].values[3] = doubled.columns[1].values[4]
        #expect(code { try FieldAssembly.field(doubled, FieldSelection()) } == "field.repeated-point")
        let uneven = line.map { $0 + ($0 > 0 ? 0.2 : 0) }
        #expect(
            code { try FieldAssembly.field(table(x: uneven, t: clock) { x, _, t in x * t }, FieldSelection()) }
                == "field.uneven-axis")
        #expect(
            code {
                try FieldAssembly.field(table(x: line, t: clock) { x, _, t in x * t }, FieldSelection(variables: ["t"]))
            } == "field.coordinate")
    }

    @Test func inputsGetNoEquation() throws {
        var grid = table(x: line, t: clock) { x, _, t in x * t }
        grid.columns.append(TableColumn(name: "w", values: grid.columns[2].values))
        let data = try #require(try FieldAssembly.field(grid, FieldSelection(inputs: ["w"])))
        #expect(data.fields.map(\.name) == ["u", "w"])
        #expect(data.targetCount == 1)
        let chosen = try #require(try FieldAssembly.field(grid, FieldSelection(variables: ["w"])))
        #expect(chosen.fields.map(\.name) == ["w", "u"] && chosen.targetCount == 1)
    }
}
