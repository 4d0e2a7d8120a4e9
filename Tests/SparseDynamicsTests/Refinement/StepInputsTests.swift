import Diagnostics
import Glibc
import NumericKernel
import Testing

@testable import SparseDynamics

/// Inputs between samples.
@Suite struct StepInputsTests {
    private func stretch(_ times: [Double], _ input: (Double) -> Double) -> ScaledSeries.Stretch {
        ScaledSeries.Stretch(times: times, states: [], smooth: [], inputs: [times.map(input)], observed: nil)
    }

    @Test func smoothInputsAreInterpolated() {
        let times = (0..<60).map { 0.1 * Double($0) + 0.02 * sin(Double($0)) }
        let inputs = StepInputs([stretch(times) { sin(1.3 * $0) }])
        for fraction in [0, 0.3, 0.5, 1] {
            for (step, value) in inputs.values(at: fraction)[0].enumerated() {
                let time = times[step] + fraction * (times[step + 1] - times[step])
                #expect(abs(value - sin(1.3 * time)) < 1e-9)
            }
        }
    }

    @Test func partsOfStepsAreTakenInOrder() {
        let times = (0..<40).map { 0.1 * Double($0) }
        let inputs = StepInputs([stretch(times) { $0 * $0 }]).steps([3, 20]).part(1, of: 4)
        let values = inputs.values(at: 0.5)[0]
        #expect(values.count == 2)
        #expect(abs(values[0] - 0.3375 * 0.3375) < 1e-12)
        #expect(abs(values[1] - 2.0375 * 2.0375) < 1e-12)
    }

    @Test func inputsThatJumpAreHeldAroundTheJump() {
        let times = (0..<60).map { 0.1 * Double($0) }
        let inputs = StepInputs([stretch(times) { $0 < 3 ? 1 : -1 }])
        let values = inputs.values(at: 0.4)[0]
        #expect(values[10] == 1)
        #expect(values.dropFirst(32).allSatisfy { abs($0 + 1) < 1e-12 })
        #expect(values.allSatisfy { abs($0) <= 1 + 1e-9 })
    }

    @Test func aDrivenOscillatorIsFoundExactly() throws {
        func drive(_ time: Double) -> Double { sin(1.3 * time) + 0.5 * cos(0.4 * time) }
        let system = OrdinaryDifferentialEquation(dimension: 2) { time, state, out in
            out[0] = state[1]
            out[1] = -state[0] - 0.2 * state[1] + 0.7 * drive(time)
            return true
        }
        let times = (0..<300).map { 0.05 * Double($0) }
        let solution = try system.solve(
            from: [1, 0], at: times, relativeTolerance: 1e-13, absoluteTolerance: 1e-14)
        let series = TimeSeries(
            variables: ["x", "v"], inputs: ["u"],
            trajectories: [
                Trajectory(
                    times: times, states: (0..<2).map { index in solution.states.map { $0[index] } },
                    inputs: [times.map(drive)])
            ])
        let result = try governingEquations(of: series, options: DynamicsOptions(), control: RunControl())
        #expect(result.status == .found)
        #expect(result.equations[0].byTerm == ["v": 1])
        #expect(result.equations[1].byTerm == ["x": -1, "v": -0.2, "u": 0.7])
    }
}
