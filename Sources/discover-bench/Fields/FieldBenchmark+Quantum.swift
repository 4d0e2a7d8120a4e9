import FieldSolvers
import Glibc

extension FieldBenchmark {
    /// Complex waves as two real fields.
    static var quantum: [FieldBenchmark] { [schroedinger, oscillator] }

    private static func split(_ evolution: PeriodicEvolution, _ states: [ExponentialRungeKutta.State]) -> GeneratedField
    {
        let values = states.map { evolution.grid.inverse($0[0]) }
        return evolution.generated([("u", values.flatMap(\.real)), ("v", values.flatMap(\.imaginary))])
    }

    private static func free(_ grid: PeriodicGrid) -> ComplexArray {
        let k = grid.waveNumbers(0)
        return ComplexArray(real: k.map { _ in 0 }, imaginary: k.map { -$0 * $0 / 2 })
    }

    private static var schroedinger: FieldBenchmark {
        FieldBenchmark(
            name: "nls",
            equations: [
                ("u", [("v_xx", -0.5), ("u^2*v", -1), ("v^3", -1)]), ("v", [("u_xx", 0.5), ("u*v^2", 1), ("u^3", 1)]),
            ],
            source: "Rudy et al. 2017: x in [-5, 5), 512 points, t in [0, pi], 501 instants, 2 / cosh(x)"
        ) {
            let grid = PeriodicGrid(counts: [512], lengths: [10], starts: [-5])
            let evolution = PeriodicEvolution(
                grid: grid, linear: [free(grid)], interval: Double.pi / 500, frames: 501, substeps: 20)
            let start = ComplexArray(real: grid.values { 2 / cosh($0[0]) })
            let states = evolution.states([start]) { state, _ in
                var psi = grid.inverse(state[0].scaled(grid.dealiasing))
                let power = zip(psi.real, psi.imaginary).map { $0 * $0 + $1 * $1 }
                psi = psi.rotated(power)
                return [grid.forward(psi).scaled(grid.dealiasing)]
            }
            return split(evolution, states)
        }
    }

    private static var oscillator: FieldBenchmark {
        FieldBenchmark(
            name: "oscillator",
            equations: [("u", [("v_xx", -0.5), ("x^2*v", 0.5)]), ("v", [("u_xx", 0.5), ("x^2*u", -0.5)])],
            source:
                "Rudy et al. 2017: x in [-7.5, 7.5), 512 points, t in [0, 10], 401 instants; start exp(-(x - 1)^2 / 2) exp(i x / 2) (own)"
        ) {
            let grid = PeriodicGrid(counts: [512], lengths: [15], starts: [-7.5])
            let evolution = PeriodicEvolution(
                grid: grid, linear: [free(grid)], interval: 0.025, frames: 401, substeps: 20)
            let xs = grid.coordinates(0)
            let start = ComplexArray(
                real: xs.map { exp(-($0 - 1) * ($0 - 1) / 2) * cos($0 / 2) },
                imaginary: xs.map { exp(-($0 - 1) * ($0 - 1) / 2) * sin($0 / 2) })
            let potential = xs.map { -$0 * $0 / 2 }
            let states = evolution.states([start]) { state, _ in
                [grid.forward(grid.inverse(state[0]).rotated(potential))]
            }
            return split(evolution, states)
        }
    }
}
