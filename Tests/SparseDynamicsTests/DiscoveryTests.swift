import Diagnostics
import Expressions
import NumericKernel
import Testing

@testable import SparseDynamics

/// Whole searches on systems whose equations are known.
@Suite struct DiscoveryTests {
    private func search(_ series: TimeSeries, threads: Int = 2, degree: Int? = nil) throws -> DynamicsResult {
        var options = DynamicsOptions()
        options.threads = threads
        options.degree = degree
        return try governingEquations(of: series, options: options, control: RunControl())
    }

    private func check(
        _ result: DynamicsResult, _ system: SampleSystem, tolerance: Double,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        for (equation, truth) in zip(result.equations, system.terms) {
            let found = equation.byTerm
            #expect(Set(found.keys) == Set(truth.keys), "\(equation.leftHandSide)", sourceLocation: sourceLocation)
            for (term, value) in truth {
                #expect(
                    abs((found[term] ?? 0) - value) <= tolerance * abs(value), "\(term)", sourceLocation: sourceLocation
                )
            }
        }
    }

    @Test(arguments: SampleSystem.all) func cleanDataGiveTheEquationsExactly(system: SampleSystem) throws {
        let result = try search(system.series())
        #expect(result.status == .found)
        #expect(result.chiSquared == nil)
        #expect(result.isVerified)
        check(result, system, tolerance: 1e-9)
    }

    @Test(arguments: SampleSystem.all.dropLast()) func noisyDataGiveTheEquations(system: SampleSystem) throws {
        // A second run keeps oscillators off a single closed curve.
        let starts = system.variables.count == 2 ? [system.start, system.start.map { $0 * 0.6 + 0.3 }] : nil
        let result = try search(system.series(noise: 0.01, starts: starts))
        #expect(result.status == .found)
        let chi = try #require(result.chiSquared)
        #expect(chi > 0.85 && chi < 1.15)
        check(result, system, tolerance: 0.05)
        for term in result.equations.flatMap(\.terms) { #expect((term.standardError ?? 0) > 0) }
    }

    @Test func standardErrorsCoverTheTruth() throws {
        var inside = 0
        var count = 0
        for seed in 1...4 {
            let result = try search(SampleSystem.lorenz.series(noise: 0.02, seed: UInt64(seed)), degree: 2)
            for (equation, truth) in zip(result.equations, SampleSystem.lorenz.terms) {
                for term in equation.terms {
                    guard let value = truth[term.function.simplified().description], let error = term.standardError
                    else { continue }
                    count += 1
                    inside += abs(term.coefficient - value) < 3 * error ? 1 : 0
                }
            }
        }
        #expect(count >= 24)
        #expect(Double(inside) > 0.85 * Double(count))
    }

    /// Variables in other units and time in another one: the same terms, and coefficients that differ by the units only.
    @Test(arguments: [
        (SampleSystem.lorenz, 0.01, [1, 1, 1e6], 1e-3), (SampleSystem.lorenz, 0, [1e6, 1, 1e-3], 86400),
        (SampleSystem.rossler, 0.02, [1e-6, 1, 10], 60), (SampleSystem.duffing, 0, [1e6, 1e6], 1e-6),
        (SampleSystem.lotkaVolterra, 0, [1e6, 7], 365.25),
    ])
    func unitsDoNotMatter(system: SampleSystem, noise: Double, units: [Double], clock: Double) throws {
        let plain = try system.series(noise: noise)
        var other = plain
        for index in other.trajectories.indices {
            other.trajectories[index].times = other.trajectories[index].times.map { $0 * clock }
            for (place, unit) in units.enumerated() {
                other.trajectories[index].states[place] = other.trajectories[index].states[place].map { $0 * unit }
            }
        }
        let (first, second) = (try search(plain), try search(other))
        #expect(first.status == second.status)
        let scale = Dictionary(uniqueKeysWithValues: zip(system.variables, units))
        for (a, b) in zip(first.equations, second.equations) {
            #expect(a.byTerm.keys.sorted() == b.byTerm.keys.sorted())
            for (name, coefficient) in a.byTerm {
                let function = a.terms.first { $0.function.simplified().description == name }?.function ?? .one
                let size = function.numericValue(scale)
                let expected = coefficient / clock * (scale[a.variable] ?? 1) / size
                #expect(abs((b.byTerm[name] ?? 0) - expected) < 1e-6 * abs(expected))
            }
        }
    }

    @Test(arguments: [1e-300, 1e80]) func extremeSizesAreRefused(size: Double) throws {
        var series = try SampleSystem.duffing.series()
        series.trajectories[0].states[1] = series.trajectories[0].states[1].map { $0 * size }
        #expect(throws: DiscoverError.self) { try search(series) }
    }

    @Test func threadsDoNotMatter() throws {
        let series = try SampleSystem.rossler.series(noise: 0.02)
        let (one, three) = (try search(series, threads: 1), try search(series, threads: 3))
        #expect(one.equations.map(\.byTerm) == three.equations.map(\.byTerm))
        #expect(one.chiSquared == three.chiSquared)
    }

    @Test func irregularTimesAreNoObstacle() throws {
        let random = RandomStream(seed: 5)
        var time = 0.0
        let times = (0..<1500).map { _ -> Double in
            time += 0.008 * random.uniform(in: 0.4...1.6)
            return time
        }
        let part = try SampleSystem.lorenz.trajectory(times: times)
        let result = try search(TimeSeries(variables: ["x", "y", "z"], trajectories: [part]))
        check(result, SampleSystem.lorenz, tolerance: 1e-8)
    }

    @Test func twoClosedCurvesAreNotOne() throws {
        let series = try SampleSystem.lotkaVolterra.series(starts: [[1, 1], [4, 2]])
        #expect(!ClosedCurve.describes(ScaledSeries(series)))
        #expect(try ClosedCurve.describes(ScaledSeries(SampleSystem.lotkaVolterra.series())))
    }

    @Test func mapsAreFound() throws {
        var states = [[0.1], [0.2]]
        for _ in 0..<300 {
            let (x, y) = (states[0][states[0].count - 1], states[1][states[1].count - 1])
            states[0].append(1 - 1.4 * x * x + y)
            states[1].append(0.3 * x)
        }
        let times = states[0].indices.map { Double($0) }
        let series = TimeSeries(
            kind: .map, timeName: "n", variables: ["x", "y"], trajectories: [Trajectory(times: times, states: states)])
        let result = try search(series)
        #expect(result.status == .found)
        #expect(Set(result.equations[0].byTerm.keys) == ["1", "x^2", "y"])
        #expect(Set(result.equations[1].byTerm.keys) == ["x"])
        #expect(result.equations[0].leftHandSide == "x[n+1]")
    }

    @Test func controlsAreInputs() throws {
        // x' = -x + 2 u with a control that is known.
        let times = (0..<600).map { Double($0) * 0.02 }
        var x = [0.5]
        let control = times.map { $0 < 6 ? 1.0 : 0.25 }
        for row in 1..<times.count {
            let level = 2 * control[row - 1]
            x.append(level + (x[row - 1] - level) * 0.9801986733067553)
        }
        let series = TimeSeries(
            variables: ["x"], inputs: ["u"],
            trajectories: [
                Trajectory(times: Array(times[..<300]), states: [Array(x[..<300])], inputs: [Array(control[..<300])]),
                Trajectory(times: Array(times[301...]), states: [Array(x[301...])], inputs: [Array(control[301...])]),
            ])
        let result = try search(series, degree: 1)
        let found = result.equations[0].byTerm
        #expect(Set(found.keys) == ["u", "x"])
        #expect(abs((found["u"] ?? 0) - 2) < 1e-6)
    }

    @Test func whatNoLibraryExplainsIsNotClaimed() throws {
        // A jump function of time is not a function of x.
        let random = RandomStream(seed: 9)
        var x = [0.0]
        for _ in 1..<800 { x.append(x[x.count - 1] + random.gaussian(standardDeviation: 1)) }
        let times = x.indices.map { Double($0) * 0.1 }
        let result = try search(TimeSeries(variables: ["x"], trajectories: [Trajectory(times: times, states: [x])]))
        #expect(result.status == .none)
    }

    /// Neighbouring states of a map are far apart beside small noise; a polynomial too low leaves what they tell.
    @Test(arguments: [(3, true), (2, false)]) func noisyMapsAreTestedOnWhatIsLeft(degree: Int, isRight: Bool) throws {
        var states = [[0.5], [0.5]]
        for row in 0..<1200 {
            let (x, y) = (states[0][row], states[1][row])
            states[0].append(y)
            states[1].append(2.75 * y - y * y * y - 0.2 * x)
        }
        let random = RandomStream(seed: 4)
        let noisy = states.map { $0.map { $0 + random.gaussian(standardDeviation: 0.002) } }
        let result = try search(
            TimeSeries(
                kind: .map, timeName: "n", variables: ["x", "y"],
                trajectories: [Trajectory(times: states[0].indices.map { Double($0) }, states: noisy)]), degree: degree)
        #expect((result.status == .found) == isRight)
        if isRight { #expect(Set(result.equations[1].byTerm.keys) == ["x", "y", "y^3"]) }
    }

    @Test func aClosedCurveIsADoubt() throws {
        let times = (0..<1200).map { Double($0) * 0.05 }
        let random = RandomStream(seed: 3)
        let states = [
            times.map { RealFunctions.value(.cos, $0, 0) + random.gaussian(standardDeviation: 0.01) },
            times.map { RealFunctions.value(.sin, $0, 0) + random.gaussian(standardDeviation: 0.01) },
        ]
        let result = try search(
            TimeSeries(variables: ["x", "y"], trajectories: [Trajectory(times: times, states: states)]))
        #expect(result.doubts.contains { $0.contains("closed curve") })
        // Two equations of one term each are told apart even so.
        #expect(result.status == .found)
    }

    @Test func fixedPointsOfLorenz() throws {
        let result = try search(SampleSystem.lorenz.series())
        #expect(result.fixedPoints.count == 3)
        let origin = try #require(result.fixedPoints.first { $0.state.allSatisfy { abs($0) < 1e-9 } })
        #expect(origin.stability == .saddle)
        #expect(result.fixedPoints.filter(\.isSpiral).count == 2)
        let score = try #require(result.simulations.first ?? nil)
        #expect(score.horizon > 5)
    }

    @Test func stoppedRunsSayWhy() throws {
        let control = RunControl()
        control.interrupt()
        var options = DynamicsOptions()
        options.threads = 1
        let series = try SampleSystem.lorenz.series(noise: 0.01)
        let result = try governingEquations(of: series, options: options, control: control)
        #expect(result.status == .none)
        #expect(result.stopped == .interrupted)
    }
}

/// What the user may say about the equations.
@Suite struct KnownPartTests {
    private func search(_ series: TimeSeries, _ options: DynamicsOptions) throws -> DynamicsResult {
        try governingEquations(of: series, options: options, control: RunControl())
    }

    @Test(arguments: [0.0, 0.01]) func theMissingTermsOfAModelAreFound(noise: Double) throws {
        var options = DynamicsOptions()
        options.known.parts = [
            .init(equation: 0, expression: try Expression.parse("10*(y - x)")),
            .init(equation: 1, expression: try Expression.parse("28*x - y")),
        ]
        let result = try search(SampleSystem.lorenz.series(noise: noise), options)
        #expect(result.status == .found)
        #expect(result.equations[0].terms.filter { !$0.isKnown }.isEmpty)
        let missing = result.equations[1].terms.filter { !$0.isKnown }
        #expect(missing.map { $0.function.simplified().description } == ["x*z"])
        #expect(abs((missing.first?.coefficient ?? 0) + 1) < 0.02)
        #expect(result.isVerified)
    }

    @Test(arguments: [0.0, 0.005]) func aHiddenVariableGivesTheEquationOfHigherOrder(noise: Double) throws {
        var series = try SampleSystem.duffing.series(
            noise: noise, starts: [SampleSystem.duffing.start, [1.5, 0.5]])
        // Only the position is measured.
        series.variables = ["x"]
        for index in series.trajectories.indices { series.trajectories[index].states.removeLast() }
        var options = DynamicsOptions()
        options.hidden = 1
        let result = try search(series, options)
        #expect(result.status == .found)
        #expect(result.series.variables == ["x", "x'"])
        let found = result.equations[1].byTerm
        #expect(Set(found.keys) == ["x", "x'", "x^3"])
        #expect(abs((found["x^3"] ?? 0) + 1) < 0.05)
    }

    @Test func functionsOfTheUserAreTried() throws {
        var options = DynamicsOptions()
        options.family = .none
        options.functions = try ["angle", "rate", "sin(angle)"].map { try Expression.parse($0) }
        let result = try search(SampleSystem.pendulum.series(), options)
        #expect(result.status == .found)
        #expect(Set(result.equations[1].byTerm.keys) == ["rate", "sin(angle)"])
    }

    @Test(arguments: DynamicsOptions.optimizerNames) func classicalOptimisersGiveEquations(name: String) throws {
        var options = DynamicsOptions()
        options.optimizer = name
        options.degree = 2
        let result = try search(SampleSystem.lorenz.series(), options)
        #expect(result.equations.count == 3)
        #expect(abs((result.equations[0].byTerm["y"] ?? 0) - 10) < 0.5)
        #expect(result.doubts.contains { $0.contains("classical") })
    }
}

/// Data on which the plain joint fit would fail.
@Suite struct DifficultDataTests {
    @Test func noisyMapsAreFound() throws {
        let random = RandomStream(seed: 6)
        var states = [[0.1], [0.2]]
        for _ in 0..<600 {
            let (x, y) = (states[0][states[0].count - 1], states[1][states[1].count - 1])
            states[0].append(1 - 1.4 * x * x + y)
            states[1].append(0.3 * x)
        }
        states[0] = states[0].map { $0 + random.gaussian(standardDeviation: 0.005) }
        states[1] = states[1].map { $0 + random.gaussian(standardDeviation: 0.0015) }
        let times = states[0].indices.map { Double($0) }
        let series = TimeSeries(
            kind: .map, timeName: "n", variables: ["x", "y"], trajectories: [Trajectory(times: times, states: states)])
        let result = try governingEquations(of: series, options: DynamicsOptions(), control: RunControl())
        #expect(Set(result.equations[0].byTerm.keys) == ["1", "x^2", "y"])
        #expect(Set(result.equations[1].byTerm.keys) == ["x"])
        #expect(abs((result.equations[0].byTerm["x^2"] ?? 0) + 1.4) < 0.03)
        // The split of the noise among the variables is rough: only its sum is tested by the fit.
        #expect(result.noise[0] > 0.003 && result.noise[0] < 0.02)
    }

    @Test func stepsAreDividedWhereTheMotionIsFast() throws {
        // A spike in an otherwise slow signal.
        let times = (0..<400).map { Double($0) * 0.05 }
        let spike = times.map { time -> Double in
            let distance = (time - 10) / 0.06
            return 1 / (1 + distance * distance)
        }
        let series = TimeSeries(
            variables: ["x"], trajectories: [Trajectory(times: times, states: [spike])])
        let scaled = ScaledSeries(ScaledSeries(series), sigmas: [1e-3])
        let library = try CandidateLibrary(name: "", degree: 2, variables: ["x"], inputs: [])
        let over = try #require(ScaledLibrary(library, series: scaled))
        let refined = MeshRefinement(library: over, nodes: 8, tolerance: 2e-5).refined(scaled)
        let stretch = refined.stretches[0]
        let observed = try #require(stretch.observed)
        #expect(observed.filter { $0 }.count == 400)
        #expect(observed.count > 404 && observed.count < 700)
        // New states stand near the spike only, and times still ascend.
        let added = zip(stretch.times, observed).filter { !$0.1 }.map { $0.0 * refined.timeScale }
        #expect(added.allSatisfy { abs($0 - 10) < 1.5 })
        #expect(zip(stretch.times, stretch.times.dropFirst()).allSatisfy { $0 < $1 })
    }
}
