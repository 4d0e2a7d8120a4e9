import Expressions
import Glibc
import NumericKernel
import Testing

@testable import SparseDynamics

/// Data made by integrating known equations.
struct SampleSystem: Sendable, CustomTestStringConvertible {
    let name: String
    let variables: [String]
    let start: [Double]
    let step: Double
    /// Number of samples.
    let count: Int
    /// The functions of every equation, as they should be found.
    let terms: [[String: Double]]
    let slope: @Sendable ([Double]) -> [Double]

    var testDescription: String { name }

    /// The samples.
    func trajectory(from other: [Double]? = nil, times: [Double]? = nil) throws -> Trajectory {
        let times = times ?? (0..<count).map { Double($0) * step }
        let slope = self.slope
        let system = OrdinaryDifferentialEquation(dimension: variables.count) { _, state, out in
            for (index, value) in slope(Array(state)).enumerated() { out[index] = value }
            return true
        }
        let solution = try system.solve(
            from: other ?? start, at: times, relativeTolerance: 1e-13, absoluteTolerance: 1e-14)
        return Trajectory(
            times: times, states: variables.indices.map { index in solution.states.map { $0[index] } })
    }

    /// The samples with noise, relative to the root mean square of every variable.
    func series(noise: Double = 0, seed: UInt64 = 1, starts: [[Double]]? = nil) throws -> TimeSeries {
        let random = RandomStream(seed: seed)
        var parts = try (starts ?? [start]).map { try trajectory(from: $0) }
        for index in parts.indices where noise > 0 {
            parts[index].states = parts[index].states.map { column in
                let rms = (column.reduce(0) { $0 + $1 * $1 } / Double(column.count)).squareRoot()
                return column.map { $0 + random.gaussian(standardDeviation: noise * rms) }
            }
        }
        return TimeSeries(variables: variables, trajectories: parts)
    }

    static let lorenz = SampleSystem(
        name: "Lorenz", variables: ["x", "y", "z"], start: [-8, 8, 27], step: 0.008, count: 1500,
        terms: [["x": -10, "y": 10], ["x": 28, "y": -1, "x*z": -1], ["z": -8.0 / 3, "x*y": 1]]
    ) { s in [10 * (s[1] - s[0]), s[0] * (28 - s[2]) - s[1], s[0] * s[1] - 8 / 3 * s[2]] }

    static let rossler = SampleSystem(
        name: "Rossler", variables: ["x", "y", "z"], start: [-5, -5, 0.1], step: 0.06, count: 1500,
        terms: [["y": -1, "z": -1], ["x": 1, "y": 0.2], ["1": 0.2, "x*z": 1, "z": -5.7]]
    ) { s in [-s[1] - s[2], s[0] + 0.2 * s[1], 0.2 + s[2] * (s[0] - 5.7)] }

    static let lotkaVolterra = SampleSystem(
        name: "Lotka-Volterra", variables: ["prey", "hunters"], start: [1, 1], step: 0.03, count: 1000,
        terms: [["prey": 1.5, "hunters*prey": -1], ["hunters": -3, "hunters*prey": 1]]
    ) { s in [1.5 * s[0] - s[0] * s[1], s[0] * s[1] - 3 * s[1]] }

    static let duffing = SampleSystem(
        name: "Duffing", variables: ["x", "v"], start: [0, 2], step: 0.045, count: 1000,
        terms: [["v": 1], ["x": -0.2, "v": -0.2, "x^3": -1]]
    ) { s in [s[1], -0.2 * s[1] - 0.2 * s[0] - s[0] * s[0] * s[0]] }

    static let pendulum = SampleSystem(
        name: "pendulum", variables: ["angle", "rate"], start: [2.5, 0], step: 0.06, count: 1000,
        terms: [["rate": 1], ["rate": -0.1, "sin(angle)": -1]]
    ) { s in [s[1], -0.1 * s[1] - sine(s[0])] }

    static let all = [lorenz, rossler, lotkaVolterra, duffing, pendulum]
}

private func sine(_ x: Double) -> Double { sin(x) }

/// What a result found, as the tests want to compare it.
extension DiscoveredEquation {
    /// Coefficients by the text of the function.
    var byTerm: [String: Double] {
        Dictionary(uniqueKeysWithValues: terms.map { ($0.function.simplified().description, $0.coefficient) })
    }
}
