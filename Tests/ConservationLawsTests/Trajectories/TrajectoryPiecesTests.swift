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
        #expect(known.isNew(features, [number("x")], [1]))
        known.append(features, [number("x")], [1])
        #expect(!known.isNew(features, [number("x^2")], [1]))
        #expect(known.isNew(features, [number("y")], [1]))
        // A small new part beside a large known one.
        #expect(known.isNew(features, [number("x"), number("y")], [50, 0.5]))
        known.append(features, [number("y")], [1])
        #expect(!known.isNew(features, [number("x*y")], [1]))
        #expect(known.values(at: states, runCount: 20).count == 5)
        #expect(known.values(at: states, runCount: 10).count == 2)
        #expect(known.values(at: states, runCount: 4).isEmpty)
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
