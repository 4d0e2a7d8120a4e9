import Datasets
import Diagnostics
import Expressions
import Testing

@testable import SparseDynamics

/// Tables become time series.
@Suite struct TimeSeriesTests {
    private func table(_ text: String) throws -> Table {
        try TableReader.read(bytes: Array(text.utf8), path: "series.csv")
    }

    private func ramp(_ rows: Int, from start: Double = 0, step: Double = 0.1) -> [(Double, Double)] {
        (0..<rows).map { (start + Double($0) * step, Double(($0 * 7) % 11)) }
    }

    private func text(_ rows: [(Double, Double)], header: String = "t,x\n") -> String {
        header + rows.map { "\($0.0),\($0.1)\n" }.joined()
    }

    private func code(_ work: () throws -> Void) -> String? {
        do { try work() } catch let error as DiscoverError { return error.diagnostics.first?.code } catch {}
        return nil
    }

    @Test func timeIsFoundByName() throws {
        let series = try TimeSeries(tables: [table(text(ramp(30)))], options: SeriesOptions())
        #expect(series.variables == ["x"])
        #expect(series.timeName == "t")
        #expect(series.sampleCount == 30)
        #expect(abs(series.medianStep - 0.1) < 1e-12)
    }

    @Test func timeIsTheFirstAscendingColumn() throws {
        let series = try TimeSeries(
            tables: [table(text(ramp(30).map { ($0.1, $0.0) }, header: "x,clock\n"))], options: SeriesOptions())
        #expect(series.timeName == "clock")
        #expect(series.variables == ["x"])
    }

    @Test func blankLinesPartRuns() throws {
        let both = text(ramp(30)) + "\n" + text(ramp(25), header: "")
        let series = try TimeSeries(tables: [table(both)], options: SeriesOptions())
        #expect(series.trajectories.map(\.count) == [30, 25])
        #expect(series.runs == [0, 1])
    }

    @Test func runColumnPartsRuns() throws {
        let rows = (0..<40).map { "\($0 / 20),\($0 % 20),\(($0 * 7) % 11)\n" }.joined()
        var options = SeriesOptions()
        options.run = "run"
        let series = try TimeSeries(tables: [table("run,t,x\n" + rows)], options: options)
        #expect(series.runCount == 2)
        #expect(series.variables == ["x"])
    }

    @Test func runsMayHaveNames() throws {
        let rows = (0..<40).map { "\($0 < 20 ? "first" : "second"),\($0 % 20),\(($0 * 7) % 11)\n" }.joined()
        var reading = TableOptions()
        reading.labelColumn = "run"
        var options = SeriesOptions()
        options.run = "run"
        let text = "run,t,x\n" + rows
        let table = try TableReader.read(bytes: Array(text.utf8), path: "series.csv", options: reading)
        let series = try TimeSeries(tables: [table], options: options)
        #expect(series.trajectories.map(\.count) == [20, 20])
        #expect(series.variables == ["x"])
        let gap = text.replacing("first,3,", with: ",3,")
        let other = try TableReader.read(bytes: Array(gap.utf8), path: "series.csv", options: reading)
        #expect(code { _ = try TimeSeries(tables: [other], options: options) } == "series.run-without-name")
        options.run = "trial"
        #expect(code { _ = try TimeSeries(tables: [self.table(text)], options: options) } == "table.unknown-column")
    }

    @Test func everyRunHasAStepOfItsOwn() throws {
        let series = try TimeSeries(
            tables: [table(text(ramp(60)) + "\n" + text(ramp(25, step: 0.5), header: ""))], options: SeriesOptions())
        #expect(series.trajectories.map(\.count) == [60, 25])
        #expect(series.remarks.isEmpty)
    }

    @Test func filesAreRuns() throws {
        let series = try TimeSeries(
            tables: [table(text(ramp(30))), table(text(ramp(30, from: 5)))], options: SeriesOptions())
        #expect(series.runCount == 2)
    }

    @Test func gapsEndStretches() throws {
        let series = try TimeSeries(
            tables: [table(text(ramp(30) + ramp(30, from: 10)))], options: SeriesOptions())
        #expect(series.trajectories.count == 2)
        #expect(series.runCount == 1)
        #expect(series.remarks.contains { $0.contains("gap") })
    }

    @Test func columnsConstantByRunBecomeInputs() throws {
        let rows = (0..<40).map { "\($0 / 20),\(Double($0 / 20) + 0.5),\($0 % 20),\(($0 * 7) % 11),3\n" }.joined()
        var options = SeriesOptions()
        options.run = "run"
        let series = try TimeSeries(tables: [table("run,mu,t,x,g\n" + rows)], options: options)
        #expect(series.variables == ["x"])
        #expect(series.inputs == ["mu"])
        #expect(series.trajectories[1].inputs[0].allSatisfy { $0 == 1.5 })
        #expect(series.remarks.count == 2)
    }

    @Test func mapsNeedNoTime() throws {
        var options = SeriesOptions()
        options.kind = .map
        let series = try TimeSeries(
            tables: [table("x,y\n" + (0..<30).map { "\(($0 * 7) % 11),\(($0 * 5) % 13)\n" }.joined())], options: options
        )
        #expect(series.variables == ["x", "y"])
        #expect(series.kind == .map)
    }

    @Test func unsortedAndDuplicateTimesAreRefused() throws {
        var rows = ramp(30)
        rows.swapAt(10, 11)
        #expect(
            code { _ = try TimeSeries(tables: [table(text(rows))], options: SeriesOptions()) } == "series.unsorted-time"
        )
        rows = ramp(30)
        rows[5].0 = rows[4].0
        #expect(
            code { _ = try TimeSeries(tables: [table(text(rows))], options: SeriesOptions()) }
                == "series.duplicate-time")
    }

    @Test func uselessTablesAreRefused() throws {
        #expect(
            code { _ = try TimeSeries(tables: [table(text(ramp(9)))], options: SeriesOptions()) } == "series.too-short")
        let still = text(ramp(30).map { ($0.0, 2) })
        #expect(code { _ = try TimeSeries(tables: [table(still)], options: SeriesOptions()) } == "series.constant")
        let noTime = "x,y\n" + (0..<30).map { "\(($0 * 7) % 11),\(($0 * 5) % 13)\n" }.joined()
        #expect(code { _ = try TimeSeries(tables: [table(noTime)], options: SeriesOptions()) } == "series.no-time")
        var options = SeriesOptions()
        options.inputs = ["u"]
        #expect(
            code { _ = try TimeSeries(tables: [table(text(ramp(30)))], options: options) } == "table.unknown-column")
    }

    /// Columns of the same quantity, perhaps in another unit, leave no way to tell which of them acts.
    @Test(arguments: [(1.0, "are the same"), (-1, "a factor only"), (1e-3, "a factor only")])
    func columnsThatSayTheSameAreRefused(factor: Double, words: String) throws {
        var series = try SampleSystem.duffing.series()
        series.variables.append("copy")
        for index in series.trajectories.indices {
            let column = series.trajectories[index].states[1]
            series.trajectories[index].states.append(column.map { $0 * factor })
        }
        do {
            _ = try governingEquations(of: series, options: DynamicsOptions(), control: RunControl())
            Issue.record("not refused")
        } catch let error as DiscoverError {
            let first = try #require(error.diagnostics.first)
            #expect(first.code == "dynamics.same-columns")
            #expect(first.message.contains("'\(series.variables[1])' and 'copy'") && first.message.contains(words))
        }
    }

    /// What is used up and what comes of it have a constant sum: both have an equation.
    @Test func aConstantSumIsNoCopy() throws {
        let times = (0..<400).map { Double($0) * 0.02 }
        let left = times.map { RealFunctions.value(.exp, -0.7 * $0, 0) }
        let series = TimeSeries(
            variables: ["a", "b"], trajectories: [Trajectory(times: times, states: [left, left.map { 1 - $0 }])])
        let result = try governingEquations(of: series, options: DynamicsOptions(), control: RunControl())
        #expect(result.status == .found)
    }
}
