import Foundation
import NumericKernel

@testable import SparseDynamics

/// Fields with known equations in closed form.
enum FieldFixtures {
    /// u = Σ amplitude · exp(-rate k² t) sin(k x + phase): the heat equation u_t = rate u_xx with a stream of some velocity.
    static func heat(
        rate: Double = 0.1, velocity: Double = 0.3, points: Int = 96, instants: Int = 72, noise: Double = 0,
        unit: (x: Double, t: Double, u: Double) = (1, 1, 1)
    ) -> FieldData {
        let x = FieldAxis(name: "x", start: 0, step: 2 * Double.pi / Double(points), count: points)
        let t = FieldAxis(name: "t", start: 0, step: 4 / Double(instants - 1), count: instants)
        var values: [Double] = []
        for time in t.coordinates {
            for place in x.coordinates {
                var sum = 0.0
                for (k, amplitude, phase) in [(1.0, 1.0, 0.2), (2, 0.8, 1.1), (3, 0.5, -0.4), (4, 0.4, 2.0)] {
                    sum += amplitude * exp(-rate * k * k * time) * sin(k * (place - velocity * time) + phase)
                }
                values.append(sum)
            }
        }
        let scaled = FieldAxis(name: "x", start: 0, step: x.step * unit.x, count: points)
        let clock = FieldAxis(name: "t", start: 0, step: t.step * unit.t, count: instants)
        return FieldData(
            space: [scaled], time: clock,
            fields: [SampledField(name: "u", values: noisy(values, noise).map { $0 * unit.u })])
    }

    /// A breather of the sine-Gordon equation u_tt = u_xx - sin(u), at rest.
    static func breather(frequency: Double = 0.75, noise: Double = 0) -> FieldData {
        let width = (1 - frequency * frequency).squareRoot()
        let x = FieldAxis(name: "x", start: -8, step: 16 / 127, count: 128)
        let t = FieldAxis(name: "t", start: 0.3, step: 0.12, count: 120)
        let values = t.coordinates.flatMap { time in
            x.coordinates.map { 4 * atan(width / frequency * cos(frequency * time) / cosh(width * $0)) }
        }
        return FieldData(space: [x], time: t, fields: [SampledField(name: "u", values: noisy(values, noise))])
    }

    /// Burgers' equation with viscosity ν by Cole and Hopf: several waves that steepen and decay.
    static func burgers(viscosity: Double = 0.1, noise: Double = 0, seed: UInt64 = 1) -> FieldData {
        let x = FieldAxis(name: "x", start: 0, step: 2 * Double.pi / 128, count: 128)
        let t = FieldAxis(name: "t", start: 0, step: 0.06, count: 96)
        var values: [Double] = []
        for time in t.coordinates {
            for place in x.coordinates {
                var (phi, slope) = (1.0, 0.0)
                for (k, amplitude, phase) in [(1.0, 0.5, 0.0), (2, 0.25, 1.0), (3, 0.1, 2.0)] {
                    let decay = amplitude * exp(-viscosity * k * k * time)
                    phi += decay * cos(k * place + phase)
                    slope -= decay * k * sin(k * place + phase)
                }
                values.append(-2 * viscosity * slope / phi)
            }
        }
        return FieldData(
            space: [x], time: t, fields: [SampledField(name: "u", values: noisy(values, noise, seed: seed))])
    }

    /// Burgers' equation without viscosity, u_t = -u u_x, from -sin(pi x): a shock stands at 0 from the time 1/pi on.
    static func shock(noise: Double = 0) -> FieldData {
        let x = FieldAxis(name: "x", start: -1, step: 2 / 199, count: 200)
        let t = FieldAxis(name: "t", start: 0, step: 0.6 / 159, count: 160)
        let values = t.coordinates.flatMap { time in
            x.coordinates.map { place in place < 0 ? -behind(-place, time) : behind(place, time) }
        }
        return FieldData(space: [x], time: t, fields: [SampledField(name: "u", values: noisy(values, noise))])
    }

    /// The value right of the shock: that of the characteristic which arrives there, by bisection for its foot.
    private static func behind(_ place: Double, _ time: Double) -> Double {
        let steepest = time * Double.pi > 1 ? acos(1 / (time * Double.pi)) / Double.pi : 0
        var (low, high) = (steepest, 1.0)
        for _ in 0..<60 {
            let foot = (low + high) / 2
            if foot - time * sin(Double.pi * foot) < place { low = foot } else { high = foot }
        }
        return -sin(Double.pi * (low + high) / 2)
    }

    /// Heat in the plane with different conductivities along the axes.
    static func plane(noise: Double) -> FieldData {
        let x = FieldAxis(name: "x", start: 0, step: 2 * Double.pi / 40, count: 40)
        let y = FieldAxis(name: "y", start: -1, step: 2 * Double.pi / 36, count: 36)
        let t = FieldAxis(name: "t", start: 0, step: 0.05, count: 40)
        var values: [Double] = []
        for time in t.coordinates {
            for b in y.coordinates {
                for a in x.coordinates {
                    var sum = 0.0
                    for (k, l, amplitude) in Self.planeModes {
                        sum += amplitude * exp(-(0.2 * k * k + 0.1 * l * l) * time) * cos(k * a + l * b + amplitude)
                    }
                    values.append(sum)
                }
            }
        }
        return FieldData(space: [x, y], time: t, fields: [SampledField(name: "u", values: noisy(values, noise))])
    }

    /// Waves of the plane field: more than there are candidate terms, so that no term is a combination of the others.
    private static let planeModes: [(Double, Double, Double)] = [
        (1, 0, 1), (0, 1, 0.7), (1, 1, 0.9), (1, -1, 0.4), (1, 2, 0.8), (2, 1, 0.6), (2, -2, 0.5), (2, 2, 0.7),
        (3, 0, 0.6), (0, 3, 0.5), (3, 1, 0.5), (1, -3, 0.6), (3, -2, 0.4), (2, 3, 0.5), (0, 2, 0.3), (2, 0, 0.4),
    ]

    /// Values with white noise relative to their root mean square.
    static func noisy(_ values: [Double], _ noise: Double, seed: UInt64 = 1) -> [Double] {
        guard noise > 0 else { return values }
        let size = (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
        let stream = RandomStream(seed: seed)
        return values.map { $0 + stream.gaussian(standardDeviation: noise * size) }
    }
}
