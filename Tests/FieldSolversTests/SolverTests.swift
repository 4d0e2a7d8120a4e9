import FieldSolvers
import Foundation
import Testing

/// The solvers against solutions that are known in closed form.
struct SolverTests {
    /// Runs a periodic equation with one field.
    private func run(
        _ grid: PeriodicGrid, linear: ComplexArray, start: ComplexArray, time: Double, steps: Int,
        _ nonlinearity: @escaping (ComplexArray) -> ComplexArray
    ) -> ComplexArray {
        let solver = ExponentialRungeKutta(linear: [linear], step: time / Double(steps))
        var state = [grid.forward(start)]
        for step in 0..<steps {
            state = solver.advanced(state, time: time * Double(step) / Double(steps)) { current, _ in
                [nonlinearity(current[0])]
            }
        }
        return grid.inverse(state[0])
    }

    private func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).map { abs($0 - $1) }.max() ?? .infinity
    }

    @Test(arguments: [1, 2, 8, 64, 512])
    func transformAndBack(_ count: Int) {
        let grid = PeriodicGrid(counts: [count], lengths: [1], starts: [0])
        let values = ComplexArray(
            real: (0..<count).map { sin(Double($0 * $0)) }, imaginary: (0..<count).map { cos(3 * Double($0)) })
        let back = grid.inverse(grid.forward(values))
        #expect(largestDifference(back.real, values.real) < 1e-13)
        #expect(largestDifference(back.imaginary, values.imaginary) < 1e-13)
    }

    @Test func transformOfOneWave() {
        let grid = PeriodicGrid(counts: [16], lengths: [2 * Double.pi], starts: [0])
        let coefficients = grid.forward(ComplexArray(real: grid.values { cos(3 * $0[0]) }))
        #expect(abs(coefficients.real[3] - 8) < 1e-12)
        #expect(abs(coefficients.real[13] - 8) < 1e-12)
        #expect(coefficients.real.indices.filter { abs(coefficients.real[$0]) > 1e-12 } == [3, 13])
    }

    @Test func derivativesInThePlane() {
        let side = 2 * Double.pi
        let grid = PeriodicGrid(counts: [32, 16], lengths: [side, side], starts: [0, 0])
        let field = ComplexArray(real: grid.values { sin(2 * $0[0]) * cos($0[1]) })
        let byX = grid.inverse(grid.forward(field).rotated(grid.waveNumbers(0))).real
        let byY = grid.inverse(grid.forward(field).rotated(grid.waveNumbers(1))).real
        #expect(largestDifference(byX, grid.values { 2 * cos(2 * $0[0]) * cos($0[1]) }) < 1e-12)
        #expect(largestDifference(byY, grid.values { -sin(2 * $0[0]) * sin($0[1]) }) < 1e-12)
    }

    /// The highest frequency has second derivatives like any other, so that diffusion damps it.
    @Test func secondDerivativesOfTheHighestFrequency() {
        let side = 2 * Double.pi
        let line = PeriodicGrid(counts: [16], lengths: [side], starts: [0])
        #expect(line.waveNumbers(0)[8] == 0)
        #expect(line.squaredWaveNumbers(0)[8] == 64)
        for (wave, square) in zip(line.waveNumbers(0), line.squaredWaveNumbers(0)) where wave != 0 {
            #expect(abs(wave * wave - square) < 1e-12)
        }
        let plane = PeriodicGrid(counts: [8, 16], lengths: [side, side], starts: [0, 0])
        #expect(plane.squaredWaveNumbers(0)[4] == 16)
        #expect(plane.squaredWaveNumbers(1)[8 * 8] == 64)
    }

    @Test func dealiasingKeepsTwoThirds() {
        let grid = PeriodicGrid(counts: [12 + 4], lengths: [1], starts: [0])
        #expect(grid.dealiasing.filter { $0 == 1 }.count == 11)
    }

    /// One soliton of the Korteweg-de Vries equation keeps its shape and moves at its speed.
    @Test(arguments: [0.5, 1.0, 2.0])
    func soliton(speed: Double) {
        let grid = PeriodicGrid(counts: [256], lengths: [60], starts: [-30])
        let k = grid.waveNumbers(0)
        func shape(_ x: Double, _ centre: Double) -> Double {
            speed / 2 / pow(cosh(speed.squareRoot() / 2 * (x - centre)), 2)
        }
        let linear = ComplexArray(real: k.map { _ in 0 }, imaginary: k.map { $0 * $0 * $0 })
        let end = run(
            grid, linear: linear, start: ComplexArray(real: grid.values { shape($0[0], -3) }), time: 4, steps: 800
        ) { state in
            let u = grid.inverse(state.scaled(grid.dealiasing)).real
            return grid.forward(ComplexArray(real: u.map { $0 * $0 })).scaled(grid.dealiasing).rotated(
                k.map { -3 * $0 })
        }
        let expected = grid.values { shape($0[0], -3 + 4 * speed) }
        // The tails at the ends of the period are what is left of the difference.
        #expect(largestDifference(end.real, expected) < 2e-6)
    }

    /// Heat: every wave decays at its own rate, exactly, whatever the step.
    @Test(arguments: [1, 7])
    func heat(steps: Int) {
        let grid = PeriodicGrid(counts: [64], lengths: [2 * Double.pi], starts: [0])
        let k = grid.waveNumbers(0)
        let start = grid.values { sin($0[0]) + 0.5 * cos(4 * $0[0]) }
        let end = run(
            grid, linear: ComplexArray(real: k.map { -0.3 * $0 * $0 }), start: ComplexArray(real: start), time: 1.5,
            steps: steps
        ) { ComplexArray(zeros: $0.count) }
        let expected = grid.values { exp(-0.45) * sin($0[0]) + 0.5 * exp(-16 * 0.45) * cos(4 * $0[0]) }
        #expect(largestDifference(end.real, expected) < 1e-13)
    }

    /// Burgers: the wave that Cole and Hopf's transformation makes from a decaying cosine.
    @Test func burgersAgainstColeAndHopf() {
        let viscosity = 0.1
        let grid = PeriodicGrid(counts: [128], lengths: [2 * Double.pi], starts: [0])
        let k = grid.waveNumbers(0)
        // phi = 2 + exp(-nu t) cos x solves the heat equation; u = -2 nu phi_x / phi solves Burgers'.
        func exact(_ x: Double, _ t: Double) -> Double {
            2 * viscosity * exp(-viscosity * t) * sin(x) / (2 + exp(-viscosity * t) * cos(x))
        }
        let end = run(
            grid, linear: ComplexArray(real: k.map { -viscosity * $0 * $0 }),
            start: ComplexArray(real: grid.values { exact($0[0], 0) }), time: 3, steps: 60
        ) { state in
            let u = grid.inverse(state.scaled(grid.dealiasing)).real
            return grid.forward(ComplexArray(real: u.map { $0 * $0 })).scaled(grid.dealiasing).rotated(
                k.map { -0.5 * $0 })
        }
        #expect(largestDifference(end.real, grid.values { exact($0[0], 3) }) < 1e-9)
    }

    /// The error falls with the fourth power of the step.
    @Test func fourthOrder() {
        let grid = PeriodicGrid(counts: [1], lengths: [1], starts: [0])
        func error(_ steps: Int) -> Double {
            // v' = -v + v - v^2 = -v^2 with the linear part split off: v = 1 / (1 + t).
            let end = run(
                grid, linear: ComplexArray(real: [-1]), start: ComplexArray(real: [1]), time: 1, steps: steps
            ) { ComplexArray(real: [$0.real[0] - $0.real[0] * $0.real[0]]) }
            return abs(end.real[0] - 0.5)
        }
        let ratio = error(10) / error(20)
        #expect(ratio > 12 && ratio < 22)
    }

    @Test func intervalKeepsTheSteadyState() {
        let solver = DiffusionOnInterval(diffusivity: 0.2, velocity: 0)
        var state = (0...20).map { 1 - Double($0) / 20 }
        let start = state
        for _ in 0..<50 { state = solver.advanced(state, spacing: 0.05, step: 0.01) }
        #expect(largestDifference(state, start) < 1e-13)
    }

    /// A travelling and spreading Gauss curve, far from the ends.
    @Test func intervalAgainstTheGaussCurve() {
        let (diffusivity, velocity) = (0.05, 1.0)
        func exact(_ x: Double, _ t: Double) -> Double {
            let width = 0.1 + 4 * diffusivity * t
            return (0.1 / width).squareRoot() * exp(-(x - 2 - velocity * t) * (x - 2 - velocity * t) / width)
        }
        let xs = (0...2000).map { Double($0) * 0.004 }
        var state = xs.map { exact($0, 0) }
        let solver = DiffusionOnInterval(diffusivity: diffusivity, velocity: velocity)
        for _ in 0..<1000 { state = solver.advanced(state, spacing: 0.004, step: 0.002) }
        #expect(largestDifference(state, xs.map { exact($0, 2) }) < 3e-4)
    }
}
