import Glibc

/// Exponential time differencing of fourth order: v' = L v + N(v, t) with diagonal L, exact where N is zero.
///
/// Cox and Matthews, J. Comput. Phys. 176 (2002); the coefficients by contour integrals of Kassam and Trefethen, SIAM J. Sci.
/// Comput. 26 (2005). With L = 0 it is the classical Runge-Kutta method.
public struct ExponentialRungeKutta: Sendable {
    /// One array of Fourier coefficients per field.
    public typealias State = [ComplexArray]
    /// The nonlinear part: state and time to time derivative.
    public typealias Nonlinearity = (State, Double) -> State

    /// Step of time.
    public let step: Double
    private let full: [ComplexArray]
    private let half: [ComplexArray]
    private let q: [ComplexArray]
    private let f1: [ComplexArray]
    private let f2: [ComplexArray]
    private let f3: [ComplexArray]

    /// Prepares for a linear part, one array per field, and a step of time.
    public init(linear: [ComplexArray], step: Double) {
        self.step = step
        var tables = [[ComplexArray]](repeating: [], count: 6)
        for part in linear {
            var results = [ComplexArray](repeating: ComplexArray(zeros: part.count), count: 6)
            for index in 0..<part.count {
                let values = Self.coefficients(part.real[index] * step, part.imaginary[index] * step, step)
                for (place, value) in values.enumerated() {
                    results[place].real[index] = value.real
                    results[place].imaginary[index] = value.imaginary
                }
            }
            for place in 0..<6 { tables[place].append(results[place]) }
        }
        (full, half, q, f1, f2, f3) = (tables[0], tables[1], tables[2], tables[3], tables[4], tables[5])
    }

    /// One step from a time on.
    public func advanced(_ state: State, time: Double, _ nonlinearity: Nonlinearity) -> State {
        let n0 = nonlinearity(state, time)
        let base = product(half, state)
        let a = sum(base, product(q, n0))
        let na = nonlinearity(a, time + step / 2)
        let b = sum(base, product(q, na))
        let nb = nonlinearity(b, time + step / 2)
        let inner = state.indices.map { nb[$0].adding(nb[$0]).adding(n0[$0], times: -1) }
        let c = sum(product(half, a), product(q, inner))
        let nc = nonlinearity(c, time + step)
        var result = sum(product(full, state), product(f1, n0))
        let middle = state.indices.map { na[$0].adding(nb[$0]).adding(na[$0]).adding(nb[$0]) }
        result = sum(result, product(f2, middle))
        return sum(result, product(f3, nc))
    }

    private func product(_ factors: [ComplexArray], _ state: State) -> State {
        state.indices.map { factors[$0].times(state[$0]) }
    }

    private func sum(_ left: State, _ right: State) -> State { left.indices.map { left[$0].adding(right[$0]) } }

    private typealias Complex = (real: Double, imaginary: Double)

    /// The six coefficients at z = L · step: means over a circle around z avoid the cancellation at small z.
    private static func coefficients(_ x: Double, _ y: Double, _ step: Double) -> [Complex] {
        func exponential(_ a: Complex) -> Complex {
            (exp(a.real) * cos(a.imaginary), exp(a.real) * sin(a.imaginary))
        }
        func times(_ a: Complex, _ b: Complex) -> Complex {
            (a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
        }
        func over(_ a: Complex, _ b: Complex) -> Complex {
            let size = b.real * b.real + b.imaginary * b.imaginary
            let value = times(a, (b.real, -b.imaginary))
            return (value.real / size, value.imaginary / size)
        }
        let points = 32
        var sums = [Complex](repeating: (0, 0), count: 4)
        for k in 0..<points {
            let angle = 2 * Double.pi * (Double(k) + 0.5) / Double(points)
            let z: Complex = (x + cos(angle), y + sin(angle))
            let e = exponential(z)
            let h = exponential((z.real / 2, z.imaginary / 2))
            let z2 = times(z, z)
            let z3 = times(z2, z)
            // (4 - 3 z + z²) and the like, times the exponential.
            let first = times(e, (4 - 3 * z.real + z2.real, -3 * z.imaginary + z2.imaginary))
            let second = times(e, (-2 + z.real, z.imaginary))
            let third = times(e, (4 - z.real, -z.imaginary))
            let values: [Complex] = [
                over((h.real - 1, h.imaginary), z),
                over((-4 - z.real + first.real, -z.imaginary + first.imaginary), z3),
                over((2 + z.real + second.real, z.imaginary + second.imaginary), z3),
                over(
                    (-4 - 3 * z.real - z2.real + third.real, -3 * z.imaginary - z2.imaginary + third.imaginary), z3),
            ]
            for place in 0..<4 {
                sums[place].real += values[place].real
                sums[place].imaginary += values[place].imaginary
            }
        }
        let scale = step / Double(points)
        let means = sums.map { Complex($0.real * scale, $0.imaginary * scale) }
        return [exponential((x, y)), exponential((x / 2, y / 2))] + means
    }
}
