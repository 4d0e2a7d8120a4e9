import Diagnostics
import NumericKernel
import Testing

@Suite struct QuasiRandomPointsTests {
    @Test func sobolBeginsAsPublished() throws {
        let points = try QuasiRandomPoints(.sobol, dimension: 2).points(3)
        #expect(points == [[0.5, 0.5], [0.75, 0.25], [0.25, 0.75]])
    }

    @Test(arguments: [(QuasiRandomPoints.Sequence.sobol, 5), (.reverseHalton, 60)])
    func fillsTheCubeEvenly(sequence: QuasiRandomPoints.Sequence, dimension: Int) throws {
        let points = try QuasiRandomPoints(sequence, dimension: dimension).points(4096)
        for coordinate in 0..<dimension {
            let values = points.map { $0[coordinate] }
            #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
            // Random points would scatter by 0.0045.
            let tolerance = sequence == .sobol ? 0.0005 : 0.05
            #expect(abs(DescriptiveStatistics.mean(values) - 0.5) < tolerance)
        }
    }

    @Test func picksAConstructionWithEnoughDimensions() throws {
        #expect(try QuasiRandomPoints(dimension: 41).next().count == 41)
    }

    @Test(arguments: [(QuasiRandomPoints.Sequence.sobol, 0), (.sobol, 41), (.reverseHalton, 1230), (.sobol, -1)])
    func refusesOtherDimensions(sequence: QuasiRandomPoints.Sequence, dimension: Int) {
        #expect(throws: DiscoverError.self) { _ = try QuasiRandomPoints(sequence, dimension: dimension) }
    }
}
