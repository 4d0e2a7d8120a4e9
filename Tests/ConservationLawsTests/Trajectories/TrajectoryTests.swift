import ConservationLaws
import Diagnostics
import Expressions
import NumericKernel
import Testing

/// Conserved quantities of measured motions.
@Suite struct TrajectoryTests {
    /// Motions by a Runge-Kutta scheme of fourth order, with noise relative to the spread of each variable.
    private func runs(
        _ names: [String], count: Int = 24, samples: Int = 160, time: Double, noise: Double = 0, seed: UInt64 = 1,
        start: (RandomStream) -> [Double], rate: ([Double]) -> [Double]
    ) -> MeasuredRuns {
        let stream = RandomStream(seed: seed)
        let step = time / Double(samples - 1) / 20
        var all: [MeasuredRuns.Run] = []
        for _ in 0..<count {
            var state = start(stream)
            var rows: [[Double]] = []
            for _ in 0..<samples {
                rows.append(state)
                for _ in 0..<20 {
                    func moved(_ slope: [Double], _ factor: Double) -> [Double] {
                        zip(state, slope).map { $0 + factor * $1 }
                    }
                    let a = rate(state)
                    let b = rate(moved(a, step / 2))
                    let c = rate(moved(b, step / 2))
                    let d = rate(moved(c, step))
                    for index in state.indices {
                        state[index] += step / 6 * (a[index] + 2 * b[index] + 2 * c[index] + d[index])
                    }
                }
            }
            let columns = names.indices.map { index in rows.map { $0[index] } }
            all.append(.init(times: (0..<samples).map { Double($0) * step * 20 }, states: columns))
        }
        for index in names.indices where noise > 0 {
            let spread = DescriptiveStatistics.standardDeviation(all.flatMap { $0.states[index] })
            for run in all.indices {
                for sample in 0..<samples {
                    all[run].states[index][sample] += stream.gaussian(standardDeviation: noise * spread)
                }
            }
        }
        return MeasuredRuns(variables: names, runs: all)
    }

    private func laws(_ measured: MeasuredRuns) throws -> ConservationResult {
        try conservedQuantities(alongRuns: measured, options: ConservationOptions(), control: RunControl())
    }

    private func texts(_ result: ConservationResult) -> [String] { result.laws.map { "\($0.expression)" } }

    @Test(arguments: [0.0, 1e-3, 1e-2]) func lotkaVolterra(_ noise: Double) throws {
        let measured = runs(
            ["x", "y"], time: 8, noise: noise,
            start: { [$0.uniform(in: 1.5...4.5), $0.uniform(in: 0.7...2.5)] },
            rate: { [$0[0] * (1.5 - $0[1]), $0[1] * ($0[0] - 3)] })
        let result = try laws(measured)
        #expect(result.count == 1)
        // x - 3 ln x + y - 3/2 ln y, up to a factor: compared at three points.
        let law = try #require(result.laws.first?.expression)
        func exact(_ x: Double, _ y: Double) -> Double {
            x + y - 3 * RealFunctions.value(.log, x) - 1.5 * RealFunctions.value(.log, y)
        }
        let points = [(1.0, 1.0), (4.0, 1.5), (2.0, 3.0)]
        let values = points.map { law.numericValue(["x": $0.0, "y": $0.1]) }
        let known = points.map { exact($0.0, $0.1) }
        let ratio = (values[1] - values[0]) / (values[2] - values[0])
        #expect(abs(ratio - (known[1] - known[0]) / (known[2] - known[0])) < 0.03, "\(law)")
        #expect(result.laws.allSatisfy { $0.certificate.kind == .numeric })
        #expect(result.measured?.effectiveDimension == 1)
    }

    @Test(arguments: [0.0, 1e-2]) func oscillatorInTwoDimensions(_ noise: Double) throws {
        let measured = runs(
            ["x", "y", "u", "v"], time: 10, noise: noise,
            start: { stream in (0..<4).map { _ in stream.uniform(in: -1...1) } },
            rate: { [$0[2], $0[3], -$0[0], -$0[1]] })
        let result = try laws(measured)
        #expect(result.count == 3, "\(texts(result))")
        if noise == 0 { #expect(texts(result).allSatisfy { $0.count < 14 }, "\(texts(result))") }
    }

    @Test(arguments: [0.0, 1e-2]) func pendulum(_ noise: Double) throws {
        let measured = runs(
            ["theta", "omega"], time: 12, noise: noise,
            start: { [$0.uniform(in: -2...2), $0.uniform(in: -1...1)] },
            rate: { [$0[1], -RealFunctions.value(.sin, $0[0])] })
        let result = try laws(measured)
        #expect(result.count == 1)
        #expect(
            result.laws.first?.expression.variables == ["omega", "theta"]
                || result.laws.first?.expression.variables == ["theta", "omega"])
        if noise == 0 {
            #expect(
                ["omega^2 - 2*cos(theta)", "omega^2/2 - cos(theta)"].contains(texts(result)[0]), "\(texts(result))")
        }
    }

    @Test func chaosHasNone() throws {
        let measured = runs(
            ["x", "y", "z"], count: 12, samples: 200, time: 5, noise: 1e-3,
            start: { [$0.uniform(in: -10...10), $0.uniform(in: -10...10), $0.uniform(in: 15...35)] },
            rate: { [10 * ($0[1] - $0[0]), $0[0] * (28 - $0[2]) - $0[1], $0[0] * $0[1] - 8 / 3 * $0[2]] })
        let result = try laws(measured)
        #expect(result.count == 0, "\(texts(result))")
        #expect(result.status == .none)
    }

    @Test func fewRunsAreRefused() throws {
        let measured = MeasuredRuns(
            variables: ["x"],
            runs: [.init(times: [0, 1, 2], states: [[1, 1, 1]]), .init(times: [0, 1], states: [[2, 2]])])
        let error = try #require(throws: DiscoverError.self) { _ = try laws(measured) }
        #expect(error.diagnostics.first?.code == "series.few-runs")
    }

    @Test func sameAnswerTwice() throws {
        let measured = runs(
            ["q", "p"], count: 10, samples: 80, time: 8, noise: 1e-2, start: { [$0.uniform(in: -1...1), 0] },
            rate: { [$0[1], -4 * $0[0]] })
        #expect(texts(try laws(measured)) == texts(try laws(measured)))
    }

    /// x^2 (1 + y^2)^2 / 8 as potential: the energy has degree 6.
    @Test func anEvenEnergyOfDegreeSix() throws {
        let measured = runs(
            ["x", "y", "u", "v"], time: 14,
            start: {
                [
                    $0.uniform(in: 0.5...1.5), $0.uniform(in: -1...1), $0.uniform(in: -0.5...0.5),
                    $0.uniform(in: -0.5...0.5),
                ]
            },
            rate: { s in
                let w = 1 + s[1] * s[1]
                return [s[2], s[3], -w * w * s[0] / 4, -w * s[0] * s[0] * s[1] / 2]
            })
        let result = try laws(measured)
        #expect(texts(result) == ["x^2*y^4/2 + x^2*y^2 + 2*u^2 + 2*v^2 + x^2/2"])
    }

    /// Two bodies that attract each other: momenta, angular momentum and the energy with their distance.
    @Test func bodiesToldApartByTheirNumbers() throws {
        let measured = runs(
            ["x1", "y1", "x2", "y2", "u1", "v1", "u2", "v2"], samples: 120, time: 4,
            start: { stream in
                [1, 0, -1, 0, 0, 0.4, 0, -0.4].map { $0 + stream.uniform(in: -0.12...0.12) }
            },
            rate: { s in
                let (a, b) = (s[2] - s[0], s[3] - s[1])
                let cube = (a * a + b * b) * (a * a + b * b).squareRoot()
                return [s[4], s[5], s[6], s[7], a / cube, b / cube, -a / cube, -b / cube]
            })
        let result = try laws(measured)
        #expect(result.count >= 5, "\(texts(result))")
        #expect(texts(result).contains { $0.contains("sqrt((x1 - x2)^2 + (y1 - y2)^2)") }, "\(texts(result))")
    }

    /// Three bodies near the corners of a triangle: two momenta, the energy, and two angular momenta, one of them of the centre of mass.
    @Test(arguments: [1e-3, 1e-2]) func threeBodiesInThePlane(noise: Double) throws {
        let measured = runs(
            ["x1", "y1", "x2", "y2", "x3", "y3", "u1", "v1", "u2", "v2", "u3", "v3"], samples: 200, time: 4,
            noise: noise,
            start: { stream in
                let half = 3.0.squareRoot() / 2
                let corners = [(1.0, 0.0), (-0.5, half), (-0.5, -half)]
                let size = stream.uniform(in: 0.9...1.3)
                let speed = stream.uniform(in: 0.53...0.84) / size.squareRoot()
                let places = corners.flatMap { [size * $0.0, size * $0.1] }
                let speeds = corners.flatMap { [-speed * $0.1, speed * $0.0] }
                return (places + speeds).map { $0 + stream.gaussian(standardDeviation: 0.1) }
            },
            rate: { s in
                var forces = [Double](repeating: 0, count: 6)
                for i in 0..<3 {
                    for j in 0..<3 where j != i {
                        let (a, b) = (s[2 * j] - s[2 * i], s[2 * j + 1] - s[2 * i + 1])
                        let cube = (a * a + b * b) * (a * a + b * b).squareRoot()
                        forces[2 * i] += a / cube
                        forces[2 * i + 1] += b / cube
                    }
                }
                return Array(s[6...]) + forces
            })
        let result = try laws(measured)
        #expect(result.count == 5, "\(texts(result))")
        #expect(texts(result).contains { $0.contains("(u1 + u2 + u3)*(y1 + y2 + y3)") }, "\(texts(result))")
        #expect(texts(result).contains { $0.contains("sqrt((x1 - x2)^2 + (y1 - y2)^2)") }, "\(texts(result))")
    }
}
