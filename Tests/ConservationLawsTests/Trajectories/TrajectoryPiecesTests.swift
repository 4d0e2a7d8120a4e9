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
}
