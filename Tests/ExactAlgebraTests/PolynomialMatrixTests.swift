import ExactAlgebra
import Testing

@Suite struct PolynomialMatrixTests {
    @Test func nullVectorWithParameters() throws {
        let ring = PolynomialRing(["a", "b"])
        let (a, b) = (ring.variable(0), ring.variable(1))
        var matrix = PolynomialMatrix(ring: ring, columnCount: 3)
        matrix.append(row: [(0, a), (1, b)])
        matrix.append(row: [(1, a), (2, ring.one)])
        let vector = try #require(matrix.nullVector())
        #expect(vector == [b, -a, a * a] || vector == [-b, a, -(a * a)])
    }

    @Test func otherDimensionsGiveNothing() {
        let ring = PolynomialRing(["a"])
        var matrix = PolynomialMatrix(ring: ring, columnCount: 2)
        #expect(matrix.nullVector() == nil)
        matrix.append(row: [(0, ring.one)])
        matrix.append(row: [(1, ring.variable(0))])
        #expect(matrix.nullVector() == nil)
    }

    @Test(arguments: 0..<20)
    func plantedVectorIsFound(seed: Int) throws {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let ring = PolynomialRing(["a", "b"])
        let planted = (0..<5).map { _ in PolynomialTests.random(ring, &generator, terms: 2) + ring.variable(0) }
        guard planted.allSatisfy({ !$0.isZero }) else { return }
        var matrix = PolynomialMatrix(ring: ring, columnCount: 5)
        for index in 0..<4 {
            matrix.append(row: [(index, planted[index + 1]), (index + 1, -planted[index])])
        }
        let vector = try #require(matrix.nullVector())
        for index in 0..<4 {
            #expect(vector[index] * planted[index + 1] == vector[index + 1] * planted[index])
        }
        let common = vector.reduce(ring.zero) { $0.greatestCommonDivisor(with: $1) }
        #expect(common.isOne)
    }
}
