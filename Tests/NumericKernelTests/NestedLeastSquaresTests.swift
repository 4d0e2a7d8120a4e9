import NumericKernel
import Testing

@Suite("Nested least squares")
struct NestedLeastSquaresTests {
    private func problem(seed: UInt64, rows: Int, columns: Int) throws -> (Matrix, [Double]) {
        let stream = RandomStream(seed: seed)
        let matrix = Matrix(columns: (0..<columns).map { _ in (0..<rows).map { _ in stream.gaussian() } })
        return (matrix, (0..<rows).map { _ in stream.gaussian() })
    }

    @Test("each size agrees with a fit of its own", arguments: [1, 2, 3, 4, 5] as [UInt64])
    func agreesWithSeparateFits(seed: UInt64) throws {
        let (matrix, side) = try problem(seed: seed, rows: 40, columns: 7)
        let sizes = [1, 3, 7]
        let nested = try #require(try NestedLeastSquares(matrix, side, sizes: sizes))
        for (k, size) in sizes.enumerated() {
            let leading = Matrix(columns: (0..<size).map { matrix.column($0) })
            let single = try #require(try LeastSquares.fullRank(leading, [side])).solutions[0]
            for (a, b) in zip(nested.coefficients[k], single) { #expect(abs(a - b) < 1e-10) }
        }
    }

    @Test("the residual of a row is the one of a fit without it", arguments: [6, 7, 8] as [UInt64])
    func leavesOneOut(seed: UInt64) throws {
        let (matrix, side) = try problem(seed: seed, rows: 12, columns: 4)
        let nested = try #require(try NestedLeastSquares(matrix, side, sizes: [2, 4]))
        for (k, size) in [2, 4].enumerated() {
            for row in 0..<12 {
                let kept = (0..<12).filter { $0 != row }
                let rest = Matrix(columns: (0..<size).map { j in kept.map { matrix[$0, j] } })
                let fit = try #require(try LeastSquares.fullRank(rest, [kept.map { side[$0] }])).solutions[0]
                let predicted = (0..<size).reduce(0.0) { $0 + fit[$1] * matrix[row, $1] }
                #expect(abs(nested.leaveOneOutResiduals[k][row] - (side[row] - predicted)) < 1e-9)
            }
        }
    }

    @Test("one basis serves many right-hand sides", arguments: [11, 12] as [UInt64])
    func servesManySides(seed: UInt64) throws {
        let (matrix, side) = try problem(seed: seed, rows: 25, columns: 5)
        let other = try problem(seed: seed + 100, rows: 25, columns: 1).1
        let basis = try #require(try NestedBasis(matrix))
        for values in [side, other] {
            let alone = try #require(try NestedLeastSquares(matrix, values, sizes: [2, 5]))
            let together = basis.fit(values, sizes: [2, 5])
            #expect(alone.coefficients == together.coefficients)
            #expect(alone.leaveOneOutResiduals == together.leaveOneOutResiduals)
        }
    }

    @Test("the normal equations agree with the factorisation, also over scales", arguments: [21, 22] as [UInt64])
    func normalEquations(seed: UInt64) throws {
        let (matrix, side) = try problem(seed: seed, rows: 50, columns: 6)
        let scaled = Matrix(
            columns: (0..<6).map { j in matrix.column(j).map { j % 2 == 0 ? $0 * 1e9 : $0 * 1e-9 } })
        let exact = try #require(try LeastSquares.fullRank(scaled, [side])).solutions[0]
        let quick = try #require(try LeastSquares.normalEquations(scaled, [side, side])).solutions
        for solution in quick {
            for (a, b) in zip(solution, exact) { #expect(abs(a - b) <= 1e-9 * abs(b)) }
        }
        let column = (0..<10).map { Double($0) }
        #expect(try LeastSquares.normalEquations(Matrix(columns: [column, column]), [column]) == nil)
    }

    @Test("dependent and empty columns are refused")
    func refusesDependentColumns() throws {
        let column = (0..<10).map { Double($0) }
        let twice = Matrix(columns: [column, column.map { 2 * $0 }])
        #expect(try NestedLeastSquares(twice, column, sizes: [2]) == nil)
        let empty = Matrix(columns: [column, [Double](repeating: 0, count: 10)])
        #expect(try NestedLeastSquares(empty, column, sizes: [2]) == nil)
    }

    @Test("columns of very different size are no obstacle")
    func survivesScales() throws {
        let (matrix, side) = try problem(seed: 9, rows: 30, columns: 3)
        let scaled = Matrix(columns: [
            matrix.column(0), matrix.column(1).map { $0 * 1e12 }, matrix.column(2).map { $0 * 1e-12 },
        ])
        let plain = try #require(try NestedLeastSquares(matrix, side, sizes: [3])).coefficients[0]
        let other = try #require(try NestedLeastSquares(scaled, side, sizes: [3])).coefficients[0]
        #expect(abs(other[1] * 1e12 - plain[1]) < 1e-9)
        #expect(abs(other[2] * 1e-12 - plain[2]) < 1e-9)
    }
}
