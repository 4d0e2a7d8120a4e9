import Expressions
import NumericKernel
import Testing

@testable import ConservationLaws

/// Smoothing, features and rounding.
@Suite struct TrajectoryPiecesTests {
    @Test(arguments: [3, 8]) func polynomialsPassUnchanged(_ halfWidth: Int) {
        let times = (0..<40).map { Double($0) * 0.1 + (halfWidth == 3 ? 0 : 0.01 * Double($0 % 3)) }
        let values = times.map { 1 - 2 * $0 + 0.5 * $0 * $0 * $0 * $0 }
        let smoother = LocalPolynomial(times: times, halfWidth: halfWidth, degree: 4)
        for index in values.indices { #expect(abs(smoother.fit(values, at: index).value - values[index]) < 1e-8) }
    }

    @Test func noiseOfAWave() {
        let stream = RandomStream(seed: 4)
        let times = (0..<600).map { Double($0) * 0.05 }
        let wave = times.map { RealFunctions.value(.sin, $0) }
        let noisy = wave.map { $0 + stream.gaussian(standardDeviation: 0.05) }
        let smoothed = SmoothedVariable(times: [times], values: [noisy])
        #expect(abs(smoothed.deviation - 0.05) < 0.008)
        let error = zip(smoothed.values[0], wave).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / 600
        #expect(error.squareRoot() < 0.04)
        #expect(smoothed.remaining < 0.04)
    }

    @Test func gradientsOfFeatures() {
        let names = ["a", "b", "c", "d"]
        for features in FeatureClass.ladder(names: names, isPositive: true, maximumDegree: 3) {
            let state = [0.7, 1.3, 0.4, 2.1]
            let count = features.features.count
            var values = [Double](repeating: 0, count: count)
            var gradients = [[Double]](repeating: values, count: 4)
            features.evaluate(state, values: &values, gradients: &gradients)
            let point = Dictionary(uniqueKeysWithValues: zip(names, state))
            for index in 0..<count {
                let tree = features.expression(index, names: names)
                #expect(abs(tree.numericValue(point) - values[index]) < 1e-12)
                for (variable, name) in names.enumerated() {
                    let slope = tree.derivative(withRespectTo: name).numericValue(point)
                    #expect(abs(slope - gradients[variable][index]) < 1e-10, "\(tree) by \(name)")
                }
            }
        }
    }

    @Test func fractionsWithinErrors() {
        #expect(CoefficientRounding.fraction(near: 1.4999, within: 0.001) == Rational(3, 2))
        #expect(CoefficientRounding.fraction(near: 0.3333, within: 1e-3) == Rational(1, 3))
        #expect(CoefficientRounding.fraction(near: 3.14159, within: 1e-6) == nil)
        let numbers = CoefficientRounding.simplest([2, -4.0001, 1], samples: [[2, -4, 1], [2, -4.0002, 1]])
        #expect(numbers.map(\.value) == [2, -4, 1] || numbers.map(\.value) == [1, -2, 0.5])
    }

    /// A sudden turn keeps narrow windows, slow parts get wide ones.
    @Test func windowsFollowTheSignal() {
        let stream = RandomStream(seed: 9)
        let times = (0..<800).map { Double($0) * 0.05 }
        func signal(_ t: Double) -> Double {
            let distance = t - 20
            let bump = RealFunctions.value(.exp, -4 * distance * distance)
            return bump + 0.1 * t
        }
        let noisy = times.map { signal($0) + stream.gaussian(standardDeviation: 0.02) }
        let smoothed = SmoothedVariable(times: [times], values: [noisy])
        let (turn, slow) = (smoothed.deviations[0][400], smoothed.deviations[0][100])
        #expect(slow < 0.35 * smoothed.deviation)
        #expect(turn > 1.5 * slow)
        #expect(abs(smoothed.values[0][400] - signal(20)) < 0.04)
    }

    @Test func cleanDataStayAsTheyAre() {
        let times = (0..<100).map { Double($0) * 0.1 }
        let values = times.map { RealFunctions.value(.sin, $0) }
        #expect(SmoothedVariable(times: [times], values: [values]).values == [values])
        #expect(SmoothedVariable(times: [[]], values: [[]]).values == [[]])
    }

    @Test func functionsOfKnownQuantitiesAreNotNew() {
        let features = FeatureClass.ladder(names: ["x", "y"], isPositive: false, maximumDegree: 2)[1]
        let states = (0..<40).map { (number: Int) -> [Double] in
            let remainder = number * number % 7
            return [1 + Double(number) * 0.05, 2 - Double(remainder) * 0.03]
        }
        var known = KnownQuantities(states: states, spreads: [1, 1])
        func number(_ text: String) -> Int {
            features.features.indices.first { "\(features.expression($0, names: ["x", "y"]))" == text } ?? 0
        }
        func isNew(_ terms: [String], _ coefficients: [Double], ratio: Double = 1e-3) -> Bool {
            known.isNew(
                features, terms.map(number), .init(coefficients: coefficients, ratio: ratio, score: 1))
        }
        #expect(isNew(["x"], [1]))
        known.append(features, [number("x")], [1])
        #expect(!isNew(["x^2"], [1]))
        #expect(isNew(["y"], [1]))
        // A small new part beside a large known one.
        #expect(isNew(["x", "y"], [50, 0.5]))
        // A gradient that hardly leaves the known ones counts where the values are precise.
        #expect(isNew(["x^2", "x*y"], [1, 0.05], ratio: 1e-9))
        #expect(!isNew(["x^2", "x*y"], [1, 0.05], ratio: 1e-2))
        known.append(features, [number("y")], [1])
        #expect(!isNew(["x*y"], [1]))
        #expect(known.values(at: states, runCount: 20).count == 5)
        #expect(known.values(at: states, runCount: 10).count == 2)
        #expect(known.values(at: states, runCount: 4).isEmpty)
    }

    @Test func productsWithConservedSums() throws {
        let names = ["x", "y", "u", "v"]
        #expect(FeatureClass.products(with: [.sum([2], [1])], variableCount: 4) == nil)
        let sums: [FeatureClass.Factor] = [.sum([2], [1]), .sum([3, 2], [1, 0.5])]
        let features = try #require(FeatureClass.products(with: sums, variableCount: 4))
        #expect(features.features.indices.map { "\(features.expression($0, names: names).simplified())" }.count == 4)
        let (state, step) = ([0.7, 1.3, 0.4, 2.1], 1e-6)
        func evaluated(_ state: [Double]) -> (values: [Double], gradients: [[Double]]) {
            var values = [Double](repeating: 0, count: 4)
            var gradients = [[Double]](repeating: values, count: 4)
            features.evaluate(state, values: &values, gradients: &gradients)
            return (values, gradients)
        }
        let here = evaluated(state)
        for variable in 0..<4 {
            var moved = state
            moved[variable] += step
            for (index, value) in evaluated(moved).values.enumerated() {
                #expect(abs((value - here.values[index]) / step - here.gradients[variable][index]) < 1e-5)
            }
        }
        let written = features.combination(
            [0, 1, 2], [.exact(.one), .exact(Rational(2)), .exact(Rational(-1))], names: names)
        #expect("\(written.simplified())" == "u*(x + 2*y) - x*(0.5*u + v)")
        let point = Dictionary(uniqueKeysWithValues: zip(names, state))
        #expect(abs(written.numericValue(point) - (here.values[0] + 2 * here.values[1] - here.values[2])) < 1e-12)
    }

    /// What varies least is not always what the noise explains.
    @Test func ofSlowCombinationsTheNoisyOneIsTheLaw() throws {
        let stream = RandomStream(seed: 3)
        // x drifts by little in every run; y is constant and measured with more noise than the drift.
        let runs = (0..<20).map { run -> [[Double]] in
            let level = 0.5 * Double(run * 7 % 20)
            return [
                (0..<60).map { Double(run) + 0.004 * Double($0) },
                (0..<60).map { _ in level + stream.gaussian(standardDeviation: 0.2) },
            ]
        }
        let features = FeatureClass(name: "x, y", features: [[(.variable(0), 1)], [(.variable(1), 1)]])
        let deviations = runs.map { _ in [[Double](repeating: 1e-4, count: 60), [Double](repeating: 0.2, count: 60)] }
        let problem = VariationProblem(features, runs: runs, deviations: deviations)
        #expect((try problem.solve([0])?.score ?? 0) > LawExtraction.largestScore)
        let found = try #require(try problem.solve([0, 1]))
        #expect(LawExtraction.isConstant(found))
        #expect(abs(found.coefficients[1]) > 10 * abs(found.coefficients[0]))
    }

    @Test func whatKnownQuantitiesExplainIsDiscounted() throws {
        let runs = (0..<12).map { run -> [[Double]] in
            let level = 1 + 0.1 * Double(run)
            return [[Double](repeating: level, count: 20), [Double](repeating: 1 / (level * level * level), count: 20)]
        }
        let features = FeatureClass(name: "x, y", features: [[(.variable(0), 1)], [(.variable(1), 1)]])
        let still = runs.map { $0.map { $0.map { _ in 0.0 } } }
        var problem = VariationProblem(features, runs: runs, deviations: still)
        #expect((try problem.solve([0])?.ratio ?? 1) < 1e-12)
        problem.discount([problem.states.map { $0[0] }])
        // y is a function of x, but not a multiple of it.
        #expect((try problem.solve([1])?.ratio ?? 1) < 1e-9)
        problem.discount([problem.states.map { $0[0] }, problem.states.map { $0[1] }])
        #expect((problem.measure([1], [1])?.ratio ?? 1) < 1e-9)
    }
}
