import Diagnostics
import Foundation
import NumericKernel
import Testing

@Suite struct OrdinaryDifferentialEquationTests {
    static var oscillator: OrdinaryDifferentialEquation {
        OrdinaryDifferentialEquation(dimension: 2) { _, x, derivatives in
            derivatives[0] = x[1]
            derivatives[1] = -x[0]
            return true
        }
    }

    @Test(arguments: OrdinaryDifferentialEquation.Method.allCases)
    func oscillatorMovesOnACircle(method: OrdinaryDifferentialEquation.Method) throws {
        let times = (0...50).map { Double($0) * 0.4 }
        let solution = try Self.oscillator.solve(from: [1, 0], at: times, method: method)
        #expect(solution.isComplete)
        #expect(solution.times == times)
        let tolerance = method == .backwardDifferentiation ? 1e-4 : 1e-7
        for (time, state) in zip(times, solution.states) {
            #expect(abs(state[0] - cos(time)) < tolerance)
            #expect(abs(state[1] + sin(time)) < tolerance)
        }
    }

    @Test func timeRunsBackwardsToo() throws {
        let solution = try Self.oscillator.solve(from: [1, 0], at: [0, -1, -2])
        #expect(abs((solution.states.last?[0] ?? .nan) - cos(2)) < 1e-9)
    }

    @Test(arguments: OrdinaryDifferentialEquation.Method.allCases)
    func timeDependenceIsSeen(method: OrdinaryDifferentialEquation.Method) throws {
        // x' = 2 t x has the solution exp(t²).
        let system = OrdinaryDifferentialEquation(dimension: 1) { time, x, derivatives in
            derivatives[0] = 2 * time * x[0]
            return true
        }
        let solution = try system.solve(from: [1], at: [0, 0.5, 1], method: method)
        #expect(abs((solution.states.last?[0] ?? .nan) - M_E) < 1e-5)
    }

    /// Robertson's reaction, the classic stiff problem: rates over nine orders of magnitude.
    @Test(
        arguments: [OrdinaryDifferentialEquation.Method.bulirschStoer, .backwardDifferentiation], [true, false])
    func stiffReaction(method: OrdinaryDifferentialEquation.Method, derivatives: Bool) throws {
        let jacobian: OrdinaryDifferentialEquation.Jacobian = { _, x, matrix in
            let rows = [
                -0.04, 1e4 * x[2], 1e4 * x[1], 0.04, -1e4 * x[2] - 6e7 * x[1], -1e4 * x[1], 0, 6e7 * x[1], 0,
            ]
            for (index, value) in rows.enumerated() { matrix[index] = value }
            return true
        }
        let system = OrdinaryDifferentialEquation(dimension: 3, jacobian: derivatives ? jacobian : nil) {
            _, x, result in
            result[0] = -0.04 * x[0] + 1e4 * x[1] * x[2]
            result[2] = 3e7 * x[1] * x[1]
            result[1] = -result[0] - result[2]
            return true
        }
        let solution = try system.solve(
            from: [1, 0, 0], at: [0, 40], method: method, relativeTolerance: 1e-8, absoluteTolerance: 1e-10,
            maximumSteps: 20_000)
        #expect(solution.isComplete)
        let state = solution.states.last ?? []
        #expect(abs(state[0] - 0.7158271) < 1e-5)
        #expect(abs(state[1] - 9.18553e-6) < 1e-9)
        #expect(abs(state[2] - 0.2841637) < 1e-5)
    }

    @Test func blowUpIsReportedWithItsTime() throws {
        let system = OrdinaryDifferentialEquation(dimension: 1) { _, x, derivatives in
            derivatives[0] = x[0] * x[0]
            return true
        }
        let solution = try system.solve(from: [1], at: [0, 0.5, 2, 3], maximumSteps: 5000)
        #expect(solution.times == [0, 0.5])
        #expect(abs(solution.states[1][0] - 2) < 1e-8)
        #expect(solution.failure?.code == "kernel.integration-stopped")
    }

    @Test func leavingTheDomainIsReported() throws {
        // x' = -1/x reaches x = 0 at time 1/2.
        let system = OrdinaryDifferentialEquation(dimension: 1) { _, x, derivatives in
            derivatives[0] = -1 / x[0]
            return x[0] > 0
        }
        let solution = try system.solve(from: [1], at: [0, 0.4, 0.6], maximumSteps: 5000)
        #expect(!solution.isComplete)
        #expect(solution.times == [0, 0.4])
    }

    @Test func stepBoundHolds() throws {
        let solution = try Self.oscillator.solve(from: [1, 0], at: [0, 1e6], maximumSteps: 50)
        #expect(solution.failure?.message.contains("50 steps") == true)
    }

    @Test(arguments: [[], [0, 0], [0, 1, 0.5], [0, .infinity], [.nan]] as [[Double]])
    func badTimesAreRefused(times: [Double]) {
        #expect(throws: DiscoverError.self) { try Self.oscillator.solve(from: [1, 0], at: times) }
    }

    @Test(arguments: [[], [1], [1, .nan], [1, 2, 3]] as [[Double]])
    func badStartsAreRefused(start: [Double]) {
        #expect(throws: DiscoverError.self) { try Self.oscillator.solve(from: start, at: [0, 1]) }
    }
}
