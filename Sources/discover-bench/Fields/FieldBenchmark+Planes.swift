import FieldSolvers
import Glibc

extension FieldBenchmark {
    /// Equations in two dimensions of space.
    static var planes: [FieldBenchmark] { [reactionDiffusion, vorticity, porousMedium, sineGordon] }

    private static func squares(_ grid: PeriodicGrid) -> [Double] {
        zip(grid.squaredWaveNumbers(0), grid.squaredWaveNumbers(1)).map { $0 + $1 }
    }

    private static var reactionDiffusion: FieldBenchmark {
        FieldBenchmark(
            name: "reaction-diffusion",
            equations: [
                ("u", [("u_xx", 0.1), ("u_yy", 0.1), ("u", 1), ("u^3", -1), ("u*v^2", -1), ("u^2*v", 1), ("v^3", 1)]),
                (
                    "v",
                    [("v_xx", 0.1), ("v_yy", 0.1), ("v", 1), ("v^3", -1), ("u^2*v", -1), ("u*v^2", -1), ("u^3", -1)]
                ),
            ],
            source:
                "Rudy et al. 2017: x, y in [-10, 10), 128 x 128 points (256 x 256 there), t in [0, 10], 101 instants, spiral"
        ) {
            let grid = PeriodicGrid(counts: [128, 128], lengths: [20, 20], starts: [-10, -10])
            let linear = ComplexArray(real: squares(grid).map { 1 - 0.1 * $0 })
            let evolution = PeriodicEvolution(
                grid: grid, linear: [linear, linear], interval: 0.1, frames: 101, substeps: 4)
            func spiral(_ function: @escaping (Double) -> Double) -> ComplexArray {
                ComplexArray(
                    real: grid.values { point in
                        let r = (point[0] * point[0] + point[1] * point[1]).squareRoot()
                        return tanh(r) * function(atan2(point[1], point[0]) - r)
                    })
            }
            let states = evolution.states([spiral { cos($0) }, spiral { sin($0) }]) { state, _ in
                let (u, v) = (evolution.values(state[0]), evolution.values(state[1]))
                var (a, b) = (u, v)
                for index in u.indices {
                    let square = u[index] * u[index] + v[index] * v[index]
                    a[index] = square * (v[index] - u[index])
                    b[index] = -square * (u[index] + v[index])
                }
                return [evolution.coefficients(a), evolution.coefficients(b)]
            }
            return evolution.field(states, ["u", "v"])
        }
    }

    private static var vorticity: FieldBenchmark {
        FieldBenchmark(
            name: "navier-stokes",
            equations: [("w", [("w_xx", 0.01), ("w_yy", 0.01), ("(u*w)_x", -1), ("(v*w)_y", -1)])],
            source:
                "own: decaying vortices in a periodic box of 2 pi, viscosity 0.01, 128 x 128 points, t in [0, 6], 61 instants; "
                + "u and v are given"
        ) {
            let side = 2 * Double.pi
            let grid = PeriodicGrid(counts: [128, 128], lengths: [side, side], starts: [0, 0])
            let (kx, ky, square) = (grid.waveNumbers(0), grid.waveNumbers(1), squares(grid))
            let evolution = PeriodicEvolution(
                grid: grid, linear: [ComplexArray(real: square.map { -0.01 * $0 })], interval: 0.1, frames: 61,
                substeps: 10)
            let start = grid.values { p in
                2 * cos(p[0]) * sin(2 * p[1] + 1) + 1.5 * sin(3 * p[0] - p[1]) + cos(2 * p[0] + 3 * p[1] + 2)
                    + 0.8 * sin(4 * p[1] + p[0])
            }
            // The stream function obeys -(psi_xx + psi_yy) = w, and u = psi_y, v = -psi_x.
            let inverse = square.map { $0 > 0 ? 1 / $0 : 0 }
            func velocity(_ w: ComplexArray) -> (u: [Double], v: [Double]) {
                let stream = w.scaled(inverse)
                return (grid.inverse(stream.rotated(ky)).real, grid.inverse(stream.rotated(kx.map { -$0 })).real)
            }
            let states = evolution.states([ComplexArray(real: start)]) { state, _ in
                let w = state[0].scaled(grid.dealiasing)
                let (u, v) = velocity(w)
                let values = grid.inverse(w).real
                let first = evolution.coefficients(zip(u, values).map { -$0 * $1 }).rotated(kx)
                let second = evolution.coefficients(zip(v, values).map { -$0 * $1 }).rotated(ky)
                return [first.adding(second)]
            }
            var result = evolution.field(states, ["w"])
            let velocities = states.map { velocity($0[0]) }
            result.fields.append(("u", velocities.flatMap(\.u)))
            result.fields.append(("v", velocities.flatMap(\.v)))
            return result
        }
    }

    private static var porousMedium: FieldBenchmark {
        FieldBenchmark(
            name: "porous-medium",
            equations: [("u", [("(u^2)_xx", 0.3), ("(u^2)_xy", -0.8), ("(u^2)_yy", 1)])],
            source:
                "equation of Messenger and Bortz 2021; own start: x, y in [-5, 5), 128 x 128 points, t in [0, 2], 65 instants"
        ) {
            let grid = PeriodicGrid(counts: [128, 128], lengths: [10, 10], starts: [-5, -5])
            let (kx, ky) = (grid.waveNumbers(0), grid.waveNumbers(1))
            let symbol = zip(kx, ky).map { -(0.3 * $0 * $0 - 0.8 * $0 * $1 + $1 * $1) }
            // A linear part of the size of the largest slope keeps long steps stable; it is taken out again on the right.
            let mean = 1.5
            let evolution = PeriodicEvolution(
                grid: grid, linear: [ComplexArray(real: symbol.map { mean * $0 })], interval: 1.0 / 32, frames: 65,
                substeps: 40)
            let start = grid.values { p in
                0.25 + exp(-1.5 * ((p[0] - 0.8) * (p[0] - 0.8) + p[1] * p[1]))
                    + 0.7 * exp(-2 * ((p[0] + 1.5) * (p[0] + 1.5) + (p[1] - 1) * (p[1] - 1)))
            }
            let states = evolution.states([ComplexArray(real: start)]) { state, _ in
                let u = evolution.values(state[0])
                return [evolution.coefficients(u.map { $0 * $0 - mean * $0 }).scaled(symbol)]
            }
            return evolution.field(states, ["u"])
        }
    }

    private static var sineGordon: FieldBenchmark {
        FieldBenchmark(
            name: "sine-gordon", equations: [("u", [("u_xx", 1), ("u_yy", 1), ("sin(u)", -1)])],
            source:
                "Messenger and Bortz 2021, start 2 pi exp(-8 (x - 0.5)^2 - 8 y^2); x, y in [-pi, pi), 128 x 128 points, "
                + "t in [0, 4], 101 instants; the equation is of second order in time"
        ) {
            let side = 2 * Double.pi
            let grid = PeriodicGrid(counts: [128, 128], lengths: [side, side], starts: [-Double.pi, -Double.pi])
            let square = squares(grid)
            let none = ComplexArray(zeros: grid.points)
            let evolution = PeriodicEvolution(
                grid: grid, linear: [none, none], interval: 0.04, frames: 101, substeps: 8)
            let start = grid.values { p in
                2 * Double.pi * exp(-8 * (p[0] - 0.5) * (p[0] - 0.5) - 8 * p[1] * p[1])
            }
            let states = evolution.states([ComplexArray(real: start), none]) { state, _ in
                let force = evolution.coefficients(evolution.values(state[0]).map { -sin($0) })
                return [state[1], force.adding(state[0].scaled(square), times: -1)]
            }
            return evolution.field(states, ["u"])
        }
    }
}
