import NumericKernel
import Testing

@Suite struct BandedCholeskyTests {
    /// A band matrix by its lower band, with a heavy diagonal.
    private func band(_ size: Int, _ width: Int, seed: UInt64) -> [Double] {
        let stream = RandomStream(seed: seed)
        return (0..<(size * (width + 1))).map { place in
            place % (width + 1) == 0 ? 2 + Double(width) : stream.uniform() - 0.5
        }
    }

    private func product(_ band: [Double], _ size: Int, _ width: Int, _ vector: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: size)
        for column in 0..<size {
            for row in column..<min(column + width + 1, size) {
                let value = band[column * (width + 1) + row - column]
                result[row] += value * vector[column]
                if row != column { result[column] += value * vector[row] }
            }
        }
        return result
    }

    /// Many right-hand sides are solved by blocks, few one by one; sizes that are and are not multiples of the band.
    @Test(arguments: [(1, 4), (5, 7), (24, 8), (50, 7), (61, 23), (40, 2)], [1, 2, 3, 9])
    func halvesSolveTheWhole(_ shape: (size: Int, width: Int), _ count: Int) throws {
        let (size, width) = shape
        let lower = band(size, width, seed: 3)
        let factor = try #require(BandedCholesky(lower, size: size, bandwidth: width))
        let stream = RandomStream(seed: 4)
        let truth = (0..<count).map { _ in (0..<size).map { _ in stream.uniform() - 0.5 } }
        let sides = truth.flatMap { product(lower, size, width, $0) }
        var whole = sides
        factor.solve(&whole)
        var halves = sides
        factor.whiten(&halves)
        // The squared length of a whitened side is its product with the solution.
        for (index, solution) in truth.enumerated() {
            let own = index * size..<(index + 1) * size
            let square = halves[own].reduce(0) { $0 + $1 * $1 }
            let dot = zip(sides[own], solution).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(abs(square - dot) < 1e-10 * (1 + abs(dot)))
        }
        factor.completeSolving(&halves)
        for ((left, right), expected) in zip(zip(whole, halves), truth.joined()) {
            #expect(abs(left - expected) < 1e-12)
            #expect(abs(right - expected) < 1e-12)
        }
    }

    @Test func indefiniteMatricesHaveNoFactor() {
        #expect(BandedCholesky([1, 2, 1, 0], size: 2, bandwidth: 1) == nil)
        #expect(BandedCholesky([.nan, 0, 1, 0], size: 2, bandwidth: 1) == nil)
    }
}
