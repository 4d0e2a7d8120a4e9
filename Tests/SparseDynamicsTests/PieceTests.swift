import Evaluation
import Expressions
import Glibc
import NumericKernel
import Testing

@testable import SparseDynamics

/// The pieces that the search is made of.
@Suite struct PieceTests {
    // MARK: Noise

    @Test(arguments: [1e-6, 1e-3, 1e-2, 0.1]) func noiseIsEstimated(level: Double) {
        let random = RandomStream(seed: 11)
        let times = (0..<2000).map { Double($0) * 0.05 }
        let values = times.map { sin($0) + 0.3 * sin(3 * $0) + random.gaussian(standardDeviation: level) }
        let estimate = NoiseEstimate(times: [times], values: [values])
        #expect(abs(estimate.sigma / level - 1) < 0.15)
        #expect(estimate.isMeasured)
    }

    @Test func noiseOnIrregularTimesIsEstimated() {
        let random = RandomStream(seed: 12)
        var time = 0.0
        let times = (0..<1500).map { _ -> Double in
            time += random.uniform(in: 0.02...0.06)
            return time
        }
        let values = times.map { sin($0) + random.gaussian(standardDeviation: 0.02) }
        #expect(abs(NoiseEstimate(times: [times], values: [values]).sigma / 0.02 - 1) < 0.2)
    }

    @Test func cleanAndCoarseDataHaveNoMeasurableNoise() {
        let fine = (0..<2000).map { Double($0) * 0.05 }
        #expect(NoiseEstimate(times: [fine], values: [fine.map { sin($0) }]).sigma < 1e-12)
        let coarse = (0..<400).map { Double($0) * 0.35 }
        let estimate = NoiseEstimate(times: [coarse], values: [coarse.map { exp(sin($0)) }])
        #expect(!estimate.isMeasured)
    }

    @Test func smoothingTakesMostOfTheNoise() {
        let random = RandomStream(seed: 4)
        let times = (0..<800).map { Double($0) * 0.05 }
        let truth = times.map { sin($0) }
        let noisy = truth.map { $0 + random.gaussian(standardDeviation: 0.05) }
        let smooth = DiscrepancySmoother.smooth(times: times, values: noisy, sigma: 0.05)
        func error(_ values: [Double]) -> Double {
            (zip(values, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / 800).squareRoot()
        }
        #expect(error(smooth) < 0.5 * error(noisy))
        #expect(DiscrepancySmoother.smooth(times: times, values: noisy, sigma: 0) == noisy)
    }

    // MARK: Quadrature

    @Test(arguments: [2, 4, 6, 8, 12]) func quadratureIsExactForPolynomials(nodes: Int) {
        let times = (0..<20).map { Double($0) * 0.1 + 0.03 * sin(Double($0)) }
        let rule = CollocationRule(times: times, nodes: nodes)
        for degree in 0..<nodes {
            let integrals = rule.integrals(of: times.map { pow($0, Double(degree)) })
            for (step, integral) in integrals.enumerated() {
                let power = Double(degree + 1)
                let exact = (pow(times[step + 1], power) - pow(times[step], power)) / power
                #expect(abs(integral - exact) < 1e-9)
            }
        }
        #expect(rule.changes(of: times)[0] == times[1] - times[0])
    }

    @Test func mapsHaveNoQuadrature() {
        let rule = CollocationRule(mapOf: 5)
        #expect(rule.integrals(of: [1, 2, 3, 4, 5]) == [1, 2, 3, 4])
        #expect(rule.changes(of: [1, 2, 3, 4, 5]) == [2, 3, 4, 5])
    }

    @Test func testFunctionsCoverTheStretch() {
        let functions = TestFunctions(steps: 100, radius: 10)
        #expect(functions.width == 21)
        #expect(functions.first.first == 0)
        #expect(functions.first.allSatisfy { $0 + functions.width <= 100 })
        #expect(functions.weights == functions.weights.reversed())
        #expect(TestFunctions(steps: 30, radius: 0).count == 30)
        #expect(TestFunctions(steps: 9, radius: 50).count >= 1)
    }

    // MARK: Libraries

    @Test(arguments: [1, 2, 3, 4]) func monomialsAreCounted(variables: Int) {
        for degree in 0...5 {
            let exponents = CandidateLibrary.exponents(degree: degree, count: variables)
            #expect(exponents.count == CandidateLibrary.monomialCount(degree: degree, count: variables))
            #expect(Set(exponents).count == exponents.count)
            #expect(exponents.first?.allSatisfy { $0 == 0 } == true)
        }
    }

    @Test func functionsAreUnbiasedUnderNoise() throws {
        let random = RandomStream(seed: 8)
        let noise = 0.3
        let functions = ["x^3*y", "sin(x)", "x^2", "exp(x)*y"]
        for text in functions {
            let term = try CandidateTerm(try Expression.parse(text), columns: ["x", "y"], states: 2)
            let (x, y) = (0.7, -0.4)
            let count = 200_000
            let xs = (0..<count).map { _ in x + random.gaussian(standardDeviation: noise) }
            let ys = (0..<count).map { _ in y + random.gaussian(standardDeviation: noise) }
            let values = try #require(term.unbiased).evaluate(
                columns: [xs, ys], parameters: [noise * noise, noise * noise], rows: 0..<count)
            let truth = term.value.evaluate(columns: [[x], [y]], rows: 0..<1)[0]
            let spread = DescriptiveStatistics.standardDeviation(values) / Double(count).squareRoot()
            #expect(abs(DescriptiveStatistics.mean(values) - truth) < 5 * spread + 1e-3, "\(text)")
        }
    }

    @Test func monomialsBecomeHermitePolynomials() throws {
        let term = try CandidateTerm(exponents: [3, 0], columns: ["x", "y"], states: 2)
        let unbiased = try #require(term.unbiased)
        let value = unbiased.evaluate(columns: [[2], [1]], parameters: [0.5, 0.5], rows: 0..<1)[0]
        #expect(abs(value - (8 - 3 * 0.5 * 2)) < 1e-12)
        #expect(term.derivatives[1] == nil)
        let plain = try CandidateTerm(exponents: [3, 0], columns: ["x", "y"], states: 2, isForRows: false)
        #expect(plain.unbiased == nil)
    }

    @Test func repeatedFunctionsAreTakenOnce() throws {
        let library = try CandidateLibrary(
            name: "test", degree: 2, functions: [try Expression.parse("x*y"), try Expression.parse("sin(x)")],
            variables: ["x", "y"], inputs: [])
        #expect(library.count == 7)
    }

    // MARK: Refinement

    @Test func flowMapsAreAccurate() throws {
        let series = TimeSeries(
            variables: ["x", "v"],
            trajectories: [
                Trajectory(
                    times: (0..<40).map { Double($0) * 0.2 },
                    states: [(0..<40).map { cos(Double($0) * 0.2) }, (0..<40).map { -sin(Double($0) * 0.2) }])
            ])
        let scaled = ScaledSeries(series)
        let library = try CandidateLibrary(name: "", degree: 1, variables: ["x", "v"], inputs: [])
        let over = try #require(ScaledLibrary(library, series: scaled))
        // x' = v, v' = -x in scaled coordinates.
        let ratio = scaled.timeScale
        let values = [
            ratio * over.norms[2] / scaled.scales[0], -ratio * over.norms[1] / scaled.scales[1],
        ]
        let map = FlowMap(library: over, supports: [[2], [1]])
        let states = scaled.stretches[0].states
        let next = map.advanced(
            states.map { $0.dropLast() }, inputs: StepInputs([]), steps: [Double](repeating: 0.2 / ratio, count: 39),
            values: values
        )
        for variable in 0..<2 {
            for row in 0..<39 { #expect(abs(next[variable][row] - states[variable][row + 1]) < 1e-13) }
        }
    }

    @Test(
        arguments: [
            (2.0, 1e-9, "2"), (-2.667, 1e-9, "-2.667"), (8.0 / 3, 1e-9, "8/3"), (0.825 * 2.0.squareRoot(), 1e-10, nil),
            (0.1234567891234, 1e-12, nil), (3.2, 0.1, nil), (15.6, 1e-5, "15.6"),
        ] as [(Double, Double, String?)])
    func shortNumbers(value: Double, tolerance: Double, text: String?) {
        let match = ShortNumber.nearest(value, tolerance: tolerance)
        if let text {
            #expect(match?.expression.description == text)
        } else if let match {
            #expect(abs(match.value - value) <= tolerance)
            #expect(match.expression.description.contains("sqrt"))
        }
    }

    @Test func accidentalShortNumbersAreRefused() {
        let random = RandomStream(seed: 21)
        var accepted = 0
        for _ in 0..<2000 {
            let value = random.uniform(in: 1...10)
            if ShortNumber.nearest(value, tolerance: 1e-4 * value) != nil { accepted += 1 }
        }
        #expect(accepted < 200)
    }

    @Test func derivativesAreAccurate() {
        let times = (0..<60).map { Double($0) * 0.1 + 0.02 * sin(Double($0)) }
        let slopes = DerivativeEstimate.derivative(times: times, values: times.map { sin($0) }, nodes: 10)
        for (time, slope) in zip(times, slopes) { #expect(abs(slope - cos(time)) < 1e-6) }
    }

    // MARK: Joint fit

    @Test func gradientOfTheJointProblemIsThatOfItsCost() throws {
        let series = try SampleSystem.lotkaVolterra.series(noise: 0.02)
        let scaled = ScaledSeries(series)
        let library = try CandidateLibrary(name: "", degree: 2, variables: series.variables, inputs: [])
        let over = try #require(ScaledLibrary(library, series: scaled))
        let problem = JointProblem(scaled, over, nodes: 6, tolerance: 0.5)
        let terms = [
            ActiveTerm(equation: 0, function: 1), ActiveTerm(equation: 0, function: 4),
            ActiveTerm(equation: 1, function: 2),
        ]
        let coefficients = [0.4, -0.3, -0.5]
        let states = problem.smoothStates
        let part = problem.linearized(stretch: 0, states: states[0], terms: terms, coefficients: coefficients)
        for place in [0, 7, 400, states[0].count - 1] {
            let change = 1e-6
            var (above, below) = (states, states)
            above[0][place] += change
            below[0][place] -= change
            let slope =
                (problem.cost(above, terms, coefficients) - problem.cost(below, terms, coefficients)) / (4 * change)
            #expect(abs(part.gradient[place] - slope) < 1e-4 * abs(slope) + 1e-3)
        }
        for index in terms.indices {
            let change = 1e-6
            var (above, below) = (coefficients, coefficients)
            above[index] += change
            below[index] -= change
            let slope = (problem.cost(states, terms, above) - problem.cost(states, terms, below)) / (4 * change)
            #expect(abs(part.innerGradient[index] - slope) < 1e-4 * abs(slope) + 1e-3)
        }
    }

    @Test(arguments: [6, 10]) func eliminatedStatesGiveTheStepOfTheWholeProblem(nodes: Int) throws {
        let series = try SampleSystem.lotkaVolterra.series(noise: 0.02)
        let scaled = ScaledSeries(series)
        let library = try CandidateLibrary(name: "", degree: 2, variables: series.variables, inputs: [])
        let over = try #require(ScaledLibrary(library, series: scaled))
        let problem = JointProblem(scaled, over, nodes: nodes, tolerance: 0.5)
        let terms = [(0, 1), (0, 4), (1, 2), (1, 4)].map { ActiveTerm(equation: $0.0, function: $0.1) }
        let coefficients = [0.4, -0.3, -0.5, 0.2]
        let states = problem.smoothStates
        let part = problem.linearized(stretch: 0, states: states[0], terms: terms, coefficients: coefficients)
        let quadratic = try #require(problem.reduced(states, terms, coefficients))
        let step = try #require(JointProblem.step(quadratic))
        let moved = quadratic.moved(states[0], stretch: 0, step: step)
        let change = zip(moved, states[0]).map { $0 - $1 }
        // The gradient of the quadratic model by states and by coefficients vanishes after the step.
        let (size, stride) = (change.count, part.bandwidth + 1)
        var byState = part.gradient
        for column in 0..<size {
            for row in column..<min(column + stride, size) {
                let value = part.band[column * stride + row - column]
                byState[row] += value * change[column]
                if row != column { byState[column] += value * change[row] }
            }
        }
        for (term, value) in step.enumerated() {
            for row in 0..<size { byState[row] += part.mixed[term * size + row] * value }
        }
        let scale = part.gradient.reduce(0) { max($0, abs($1)) }
        #expect(byState.allSatisfy { abs($0) < 1e-7 * scale })
        for left in terms.indices {
            var sum = part.innerGradient[left]
            for right in terms.indices { sum += part.inner[left * terms.count + right] * step[right] }
            for row in 0..<size { sum += part.mixed[left * size + row] * change[row] }
            #expect(abs(sum) < 1e-7 * abs(part.innerGradient[left]) + 1e-6 * scale)
        }
    }
}
