import Datasets
import Testing

@testable import discover

@Suite struct WeightedTableTests {
    private let table = Table(columns: [
        TableColumn(name: "x", values: [1, 2, 3, 4]), TableColumn(name: "w", values: [4, 0, 1, 0]),
    ])

    @Test func rowsOfWeightZeroGo() {
        let weighted = WeightedTable(table: table, weights: [4, 0, 1, 0], column: "w")
        #expect(weighted.table.columns[0].values == [1, 3])
        #expect(weighted.table.rowNumbers == [1, 3])
        #expect(weighted.table.rowsDropped == 2)
        #expect(weighted.sigma == [1, 2])
        #expect(!weighted.isAbsolute)
        #expect(weighted.warnings == ["2 rows with weight 0 in 'w' left out"])
    }

    @Test func extremeWeightsStayUsable() {
        let weighted = WeightedTable(table: table, weights: [1e300, 1e-300, 1, 5], column: "w")
        #expect(weighted.sigma?.allSatisfy { $0.isFinite && $0 > 0 } == true)
        #expect(weighted.table.rowCount == 4)
        #expect(weighted.warnings.isEmpty)
    }

    @Test func reservedColumnsAreNeitherInputNorTarget() throws {
        let measurements = try Measurements(
            Table(columns: ["a", "y", "s"].map { TableColumn(name: $0, values: [1, 2, 3]) }), target: nil,
            reserved: ["s"])
        #expect(measurements.target.name == "y")
        #expect(measurements.inputs.map(\.name) == ["a"])
    }
}
