import Expressions
import NumericKernel
import Testing

@testable import ConservationLaws

/// The measured dimension of sets whose dimension is known.
@Suite struct MotionDimensionTests {
    private func wave(_ x: Double) -> (Double, Double) {
        (RealFunctions.value(.cos, x), RealFunctions.value(.sin, x))
    }

    /// Runs on a torus with some angular velocities: `runs[run][variable][sample]`.
    private func runs(_ velocities: [Double], turns: Double, samples: Int, noise: Double = 0) -> [[[Double]]] {
        let stream = RandomStream(seed: 9)
        return (0..<6).map { _ in
            velocities.flatMap { velocity in
                let phase = stream.uniform(in: 0...6.28)
                let points = (0..<samples).map { sample in
                    wave(phase + velocity * 6.283185307 * turns * Double(sample) / Double(samples))
                }
                return [points.map(\.0), points.map(\.1)].map { series in
                    series.map { $0 + (noise > 0 ? stream.gaussian(standardDeviation: noise) : 0) }
                }
            }
        }
    }

    @Test(arguments: [0.7, 1, 1.6, 5.3], [0, 0.01]) func circles(_ turns: Double, _ noise: Double) throws {
        let measured = MotionDimension(
            runs: runs([1], turns: turns, samples: 200, noise: noise), deviations: [noise, noise])
        let value = try #require(measured.value)
        #expect(abs(value - 1) < 0.06, "\(value)")
        #expect(measured.whole == 1)
    }

    @Test(arguments: [0, 0.01]) func tori(_ noise: Double) throws {
        let measured = MotionDimension(
            runs: runs([1, 1.414213562], turns: 30, samples: 1000, noise: noise),
            deviations: [Double](repeating: noise, count: 4))
        let value = try #require(measured.value)
        #expect(abs(value - 2) < 0.25, "\(value)")
        #expect(try #require(measured.range).contains(value))
    }

    @Test func aSquareAndACube() throws {
        for dimension in [2, 3] {
            let stream = RandomStream(seed: 3)
            let states = (0..<5).map { _ in
                (0..<dimension).map { _ in (0..<400).map { _ in stream.uniform(in: 0...1) } }
            }
            let value = try #require(
                MotionDimension(runs: states, deviations: [Double](repeating: 0, count: dimension)).value)
            // Points near the border have fewer neighbours.
            #expect(value < Double(dimension) && value > 0.75 * Double(dimension), "\(value)")
        }
    }

    @Test func restAndNoise() {
        let rest = [[[Double]]](repeating: [[Double](repeating: 2, count: 100)], count: 4)
        #expect(MotionDimension(runs: rest, deviations: [0]).value == 0)
        // Noise as large as the motion tells nothing, nor do a few samples.
        let noisy = runs([1], turns: 2, samples: 200, noise: 0.3)
        #expect(MotionDimension(runs: noisy, deviations: [0.3, 0.3]).value == nil)
        #expect(MotionDimension(runs: runs([1], turns: 1, samples: 40), deviations: [0, 0]).value == nil)
    }
}
