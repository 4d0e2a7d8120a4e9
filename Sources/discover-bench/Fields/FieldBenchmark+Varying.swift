import FieldSolvers
import Glibc

extension FieldBenchmark {
    /// Equations whose coefficients vary.
    static var varying: [FieldBenchmark] { [burgersInTime] }

    private static var burgersInTime: FieldBenchmark {
        FieldBenchmark(
            name: "burgers-varying", equations: [("u", [("(1 + sin(t)/4)*u*u_x", -1), ("u_xx", 0.1)])],
            source: "Rudy et al. 2019: x in [-8, 8), 256 points, t in [0, 10], 256 instants, exp(-(x + 1)^2)"
        ) {
            let grid = PeriodicGrid(counts: [256], lengths: [16], starts: [-8])
            let k = grid.waveNumbers(0)
            let evolution = PeriodicEvolution(
                grid: grid, linear: [ComplexArray(real: k.map { -0.1 * $0 * $0 })], interval: 10.0 / 255, frames: 256,
                substeps: 10)
            let start = ComplexArray(real: grid.values { exp(-($0[0] + 1) * ($0[0] + 1)) })
            let states = evolution.states([start], advection(evolution) { -(1 + sin($0) / 4) })
            return evolution.field(states, ["u"])
        }
    }
}
