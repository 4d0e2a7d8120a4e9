import Diagnostics
import Expressions
import Foundation
import SparseDynamics
import Testing

@testable import discover

/// Conserved quantities of runs as constraints.
struct RespectedLawsTests {
    /// x' = v, v' = force(x), by the classical method of Runge and Kutta with small steps.
    private func series(force: (Double) -> Double) -> TimeSeries {
        func slope(_ s: [Double]) -> [Double] { [s[1], force(s[0])] }
        func moved(_ s: [Double], _ d: [Double], _ h: Double) -> [Double] { zip(s, d).map { $0 + h * $1 } }
        var states: [[Double]] = [[1.5, 0.2]]
        let (step, parts) = (0.05, 20)
        while states.count < 500 {
            var s = states[states.count - 1]
            for _ in 0..<parts {
                let h = step / Double(parts)
                let a = slope(s)
                let b = slope(moved(s, a, h / 2))
                let c = slope(moved(s, b, h / 2))
                let d = slope(moved(s, c, h))
                s = s.indices.map { s[$0] + h * (a[$0] + 2 * b[$0] + 2 * c[$0] + d[$0]) / 6 }
            }
            states.append(s)
        }
        let times = states.indices.map { Double($0) * step }
        return TimeSeries(
            variables: ["x", "v"],
            trajectories: [Trajectory(times: times, states: [states.map { $0[0] }, states.map { $0[1] }])])
    }

    @Test func lawsOfTheRunsBecomeConstraints() throws {
        let whole = series { -$0 }
        let column = whole.trajectories[0].states
        let times = Array(whole.trajectories[0].times[..<150])
        // The same oscillator with other amplitudes.
        let runs = [1.0, 0.6, 1.7, 0.3].map { size in
            Trajectory(times: times, states: column.map { $0[..<150].map { $0 * size } })
        }
        let laws = RespectedLaws(threads: 1, seed: 1, control: RunControl())
        let (options, remark) = try laws.added(
            to: DynamicsOptions(), of: TimeSeries(variables: ["x", "v"], trajectories: runs))
        #expect(options.constraints.laws.count == 1 && remark.contains("demanded"))
        let law = try #require(options.constraints.laws.first)
        let first = law.numericValue(["x": 1, "v": 0])
        #expect(abs(law.numericValue(["x": 0.6, "v": 0.8]) - first) < 1e-3 * abs(first))
        #expect(throws: DiscoverError.self) { try laws.added(to: DynamicsOptions(), of: whole) }
    }
}
