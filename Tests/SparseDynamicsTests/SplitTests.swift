import Diagnostics
import Testing

@testable import SparseDynamics

/// Data that are kept back.
@Suite struct SplitTests {
    private func series(_ lengths: [Int], runs: [Int]? = nil) -> TimeSeries {
        TimeSeries(
            variables: ["x"],
            trajectories: lengths.map { count in
                Trajectory(
                    times: (0..<count).map { Double($0) }, states: [(0..<count).map { Double($0 * $0 % 17) }])
            }, runs: runs)
    }

    @Test func theLastRunsAreKeptBack() throws {
        let parts = try #require(series([50, 40, 30, 20]).split(keepingBack: 0.25))
        #expect(parts.used.trajectories.map(\.count) == [50, 40, 30])
        #expect(parts.kept.trajectories.map(\.count) == [20])
    }

    @Test func theEndOfASingleRunIsKeptBack() throws {
        let parts = try #require(series([60, 40], runs: [0, 0]).split(keepingBack: 0.5))
        #expect(parts.used.sampleCount == 50)
        #expect(parts.kept.trajectories.map(\.count) == [10, 40])
        #expect(parts.kept.trajectories[0].times.first == 50)
    }

    @Test func tooLittleDataAreNotSplit() {
        #expect(series([22]).split(keepingBack: 0.5) == nil)
    }

    @Test func keptRunsAreScored() throws {
        let system = SampleSystem.lotkaVolterra
        var options = DynamicsOptions()
        options.heldOut = 0.3
        let series = try system.series(starts: [[1, 1], [4, 2], [2, 3]])
        let result = try governingEquations(of: series, options: options, control: RunControl())
        let score = try #require(result.heldOut.first ?? nil)
        #expect(result.heldOut.count == 1)
        #expect(score.reachesEnd)
        #expect(result.series.runCount == 2)
    }
}
