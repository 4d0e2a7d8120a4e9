import FieldSolvers
import Glibc

extension FieldBenchmark {
    /// Diffusion and reaction in one dimension.
    static var diffusions: [FieldBenchmark] { [diffusion, allenCahn, driftOnInterval] }

    /// The density of random walkers that start at 0, from time 1 on.
    private static var diffusion: FieldBenchmark {
        FieldBenchmark(
            name: "diffusion", equations: [("u", [("u_xx", 0.5)])],
            source: "the law behind a Brownian walk (Rudy et al. 2017), its density itself: x in [-10, 10], t in [1, 5]"
        ) {
            let xs = (0..<201).map { -10 + 0.1 * Double($0) }
            let times = (0..<101).map { 1 + 0.04 * Double($0) }
            let values = times.flatMap { t in
                xs.map { exp(-$0 * $0 / (2 * t)) / (2 * Double.pi * t).squareRoot() }
            }
            return GeneratedField(space: [("x", xs)], times: times, fields: [("u", values)])
        }
    }

    private static var allenCahn: FieldBenchmark {
        FieldBenchmark(
            name: "allen-cahn", equations: [("u", [("u_xx", 0.003), ("u", 1), ("u^3", -1)])],
            source: "own: x in [-1, 1), 256 points, t in [0, 8], 161 instants"
        ) {
            let grid = PeriodicGrid(counts: [256], lengths: [2], starts: [-1])
            let k = grid.waveNumbers(0)
            let evolution = PeriodicEvolution(
                grid: grid, linear: [ComplexArray(real: k.map { 1 - 0.003 * $0 * $0 })], interval: 0.05, frames: 161,
                substeps: 10)
            let start = grid.values {
                0.53 * cos(Double.pi * $0[0]) + 0.47 * sin(3 * Double.pi * $0[0] + 1) - 0.2 * cos(5 * Double.pi * $0[0])
            }
            let states = evolution.states([ComplexArray(real: start)]) { state, _ in
                [evolution.coefficients(evolution.values(state[0]).map { -$0 * $0 * $0 })]
            }
            return evolution.field(states, ["u"])
        }
    }

    /// Not periodic: fixed ends, by finite differences on a grid ten times finer than the one that is kept.
    private static var driftOnInterval: FieldBenchmark {
        FieldBenchmark(
            name: "drift-diffusion", equations: [("u", [("u_x", -1), ("u_xx", 0.05)])],
            source:
                "own: x in [0, 4], 201 points, u = 1 and 0 at the ends, t in [0, 3], 151 instants, finite differences"
        ) {
            let fine = 4000
            let spacing = 4.0 / Double(fine)
            let solver = DiffusionOnInterval(diffusivity: 0.05, velocity: 1)
            // Smooth at the corner of space and time, or the first instants ring.
            var state = (0...fine).map { index -> Double in
                let x = Double(index) * spacing
                return 0.5 * (1 - tanh((x - 0.8) / 0.15)) + 0.4 * exp(-12 * (x - 1.8) * (x - 1.8))
            }
            var values: [Double] = []
            let times = (0..<151).map { 0.02 * Double($0) }
            for frame in times.indices {
                if frame > 0 {
                    for _ in 0..<40 { state = solver.advanced(state, spacing: spacing, step: 0.0005) }
                }
                values += stride(from: 0, through: fine, by: fine / 200).map { state[$0] }
            }
            return GeneratedField(
                space: [("x", (0...200).map { 0.02 * Double($0) })], times: times, fields: [("u", values)])
        }
    }
}
