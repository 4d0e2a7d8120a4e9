import FieldSolvers
import Glibc

extension FieldBenchmark {
    /// Equations in one dimension with advection.
    static var waves: [FieldBenchmark] {
        [burgers, inviscidBurgers, kortewegDeVries, fastSolitons, kuramotoSivashinsky]
    }

    /// -(u²)_x / 2 times a factor that may depend on time.
    static func advection(
        _ evolution: PeriodicEvolution, _ factor: @escaping (Double) -> Double = { _ in -1 }
    ) -> ExponentialRungeKutta.Nonlinearity {
        let waves = evolution.grid.waveNumbers(0)
        return { state, time in
            let u = evolution.values(state[0])
            let size = factor(time) / 2
            return [evolution.coefficients(u.map { $0 * $0 }).rotated(waves.map { size * $0 })]
        }
    }

    private static var burgers: FieldBenchmark {
        FieldBenchmark(
            name: "burgers", equations: [("u", [("u*u_x", -1), ("u_xx", 0.1)])],
            source: "Rudy et al. 2017: x in [-8, 8), 256 points, t in [0, 10], 101 instants, exp(-(x + 2)^2)"
        ) {
            let grid = PeriodicGrid(counts: [256], lengths: [16], starts: [-8])
            let k = grid.waveNumbers(0)
            let evolution = PeriodicEvolution(
                grid: grid, linear: [ComplexArray(real: k.map { -0.1 * $0 * $0 })], interval: 0.1, frames: 101,
                substeps: 20)
            let start = ComplexArray(real: grid.values { exp(-($0[0] + 2) * ($0[0] + 2)) })
            return evolution.field(evolution.states([start], advection(evolution)), ["u"])
        }
    }

    /// Before and after the shock, from the characteristics: u = u0(x - u t) on the side of the shock where x lies.
    private static var inviscidBurgers: FieldBenchmark {
        FieldBenchmark(
            name: "inviscid-burgers", equations: [("u", [("u*u_x", -1)])],
            source:
                "grid of Messenger and Bortz 2021 (256 x 256); x in [-1, 1], t in [0, 0.6], -sin(pi x), exact; shock at 1/pi"
        ) {
            let xs = (0..<256).map { -1 + 2 * (Double($0) + 0.5) / 256 }
            let times = (0..<256).map { 0.6 * Double($0) / 255 }
            let values = times.flatMap { t in
                xs.map { x -> Double in
                    // u lies between 0 and the sign of -x; the characteristic's foot is on the same side as x.
                    let side = x < 0 ? 1.0 : -1.0
                    var (low, high) = (0.0, 1.0)
                    for _ in 0..<60 {
                        let size = (low + high) / 2
                        let foot = abs(x) + size * t
                        // The foot is beyond the end of the period when it is not on the branch of the shock.
                        if foot < 1, sin(Double.pi * foot) > size { low = size } else { high = size }
                    }
                    return side * (low + high) / 2
                }
            }
            return GeneratedField(space: [("x", xs)], times: times, fields: [("u", values)])
        }
    }

    private static func soliton(_ x: Double, _ speed: Double, _ centre: Double) -> Double {
        let value = 1 / cosh(speed.squareRoot() / 2 * (x - centre))
        return speed / 2 * value * value
    }

    private static var kortewegDeVries: FieldBenchmark {
        FieldBenchmark(
            name: "kdv", equations: [("u", [("u*u_x", -6), ("u_xxx", -1)])],
            source:
                "Rudy et al. 2017: x in [-30, 30), 512 points, t in [0, 20], 201 instants, solitons of speed 1 and 0.5"
        ) {
            let grid = PeriodicGrid(counts: [512], lengths: [60], starts: [-30])
            let k = grid.waveNumbers(0)
            let linear = ComplexArray(real: k.map { _ in 0 }, imaginary: k.map { $0 * $0 * $0 })
            let evolution = PeriodicEvolution(grid: grid, linear: [linear], interval: 0.1, frames: 201, substeps: 40)
            let start = grid.values { soliton($0[0], 1, -20) + soliton($0[0], 0.5, 5) }
            let states = evolution.states([ComplexArray(real: start)], advection(evolution) { _ in -6 })
            return evolution.field(states, ["u"])
        }
    }

    private static var fastSolitons: FieldBenchmark {
        FieldBenchmark(
            name: "kdv-fast", equations: [("u", [("u*u_x", -1), ("u_xxx", -1)])],
            source:
                "Messenger and Bortz 2021: x in [-pi, pi), 512 points, t in [0, 0.006], 601 instants, A = 25 and B = 16"
        ) {
            let grid = PeriodicGrid(counts: [512], lengths: [2 * Double.pi], starts: [-Double.pi])
            let k = grid.waveNumbers(0)
            let linear = ComplexArray(real: k.map { _ in 0 }, imaginary: k.map { $0 * $0 * $0 })
            let evolution = PeriodicEvolution(grid: grid, linear: [linear], interval: 1e-5, frames: 601, substeps: 20)
            func bump(_ size: Double, _ x: Double) -> Double {
                let value = 1 / cosh(size * x / 2)
                return 3 * size * size * value * value
            }
            let start = grid.values { bump(25, $0[0] + 2) + bump(16, $0[0] + 1) }
            let states = evolution.states([ComplexArray(real: start)], advection(evolution))
            return evolution.field(states, ["u"])
        }
    }

    private static var kuramotoSivashinsky: FieldBenchmark {
        FieldBenchmark(
            name: "ks", equations: [("u", [("u*u_x", -1), ("u_xx", -1), ("u_xxxx", -1)])],
            source:
                "Rudy et al. 2017: x in (0, 32 pi], 1024 points, t in [0, 100], 251 instants, cos(x/16) (1 + sin(x/16))"
        ) {
            let length = 32 * Double.pi
            let grid = PeriodicGrid(counts: [1024], lengths: [length], starts: [length / 1024])
            let k = grid.waveNumbers(0)
            let linear = ComplexArray(real: k.map { $0 * $0 - $0 * $0 * $0 * $0 })
            let evolution = PeriodicEvolution(grid: grid, linear: [linear], interval: 0.4, frames: 251, substeps: 40)
            let start = grid.values { cos($0[0] / 16) * (1 + sin($0[0] / 16)) }
            return evolution.field(evolution.states([ComplexArray(real: start)], advection(evolution)), ["u"])
        }
    }
}
