import NumericKernel
import Testing

@testable import SparseDynamics

/// Both subset searches: on rows, and on their Gram matrix.
@Suite struct SelectionTests {
    private func rows(_ count: Int, seed: UInt64, noise: Double = 0.1, columns: Int = 10) -> Matrix {
        let random = RandomStream(seed: seed)
        let shared = (0..<count).map { _ in random.gaussian() }
        let matrix = (0..<columns).map { _ in shared.map { 0.5 * $0 + random.gaussian() } }
        let side = (0..<count).map { row in
            3 * matrix[0][row] - 2 * matrix[3][row] + matrix[7][row] + random.gaussian(standardDeviation: noise)
        }
        return Matrix(columns: matrix + [side])
    }

    /// Residual of the best fit by some columns, from the normal equations.
    private func residual(_ matrix: Matrix, _ support: [Int]) throws -> Double {
        let columns = support.map { matrix.column($0) }
        let side = matrix.column(matrix.columns - 1)
        let total = side.reduce(0) { $0 + $1 * $1 }
        guard !support.isEmpty else { return total }
        let solution = try LeastSquares.minimumNorm(Matrix(columns: columns), [side]).solutions[0]
        return side.indices.reduce(0) { sum, row in
            let left = side[row] - support.indices.reduce(0) { $0 + solution[$1] * columns[$1][row] }
            return sum + left * left
        }
    }

    private func searches(_ matrix: Matrix) throws -> [any SubsetChooser] {
        [try SubsetSearch(matrix), GramSearch(rows: matrix)]
    }

    @Test(arguments: [UInt64(1), 2, 3]) func fitsLossesAndGainsAreThoseOfRealFits(seed: UInt64) throws {
        let matrix = rows(200, seed: seed)
        let support = [0, 2, 3, 8]
        for search in try searches(matrix) {
            let fit = search.fit(support, withGains: true)
            let base = try residual(matrix, support)
            #expect(abs(fit.residual - base) < 1e-6 * base)
            for (position, loss) in fit.losses.enumerated() {
                var smaller = support
                smaller.remove(at: position)
                #expect(abs(loss - (try residual(matrix, smaller) - base)) < 1e-5 * base + 1e-5 * loss)
            }
            for column in 0..<10 where !support.contains(column) {
                let gain = base - (try residual(matrix, (support + [column]).sorted()))
                #expect(abs(fit.gains[column] - gain) < 1e-5 * base)
            }
        }
    }

    @Test func exchangesAreReadOffTheSweptMatrix() throws {
        let matrix = rows(200, seed: 7)
        let gram = matrix.gram
        let order = 11
        var elements = [Double](repeating: 0, count: order * order)
        for i in 0..<order {
            for j in 0..<order { elements[i * order + j] = gram[i, j] }
        }
        var state = SweptGram(gram: elements, count: 10)
        for column in [0, 2, 5] { state.sweep(column) }
        let base = try residual(matrix, [0, 2, 5])
        let other = try residual(matrix, [0, 3, 5])
        #expect(abs(state.residual - base) < 1e-8 * base)
        #expect(abs(state.gain(exchanging: 2, for: 3) - (base - other)) < 1e-6 * base)
        state.sweep(2)
        #expect(abs(state.residual - (try residual(matrix, [0, 5]))) < 1e-8 * base)
    }

    @Test(arguments: [UInt64(1), 2, 3, 4]) func theTruthIsFound(seed: UInt64) throws {
        let matrix = rows(150, seed: seed)
        for search in try searches(matrix) {
            let prices = [Double](repeating: 8, count: 10)
            let best = search.best(scale: 0.01, prices: prices, fixed: [], starts: [], forwardTo: 6)
            #expect(best.first?.support == [0, 3, 7])
            let values = search.coefficients(of: try #require(best.first))
            #expect(abs(values[0] - 3) < 0.1 && abs(values[3] + 2) < 0.1 && values[1] == 0)
            let scores = best.map { search.score($0, scale: 0.01, prices: prices) }
            #expect(scores == scores.sorted())
        }
    }

    @Test func fixedColumnsStay() throws {
        for search in try searches(rows(150, seed: 5)) {
            let best = search.best(
                scale: 0.01, prices: [Double](repeating: 8, count: 10), fixed: [5], starts: [], forwardTo: 6)
            #expect(best.first?.support == [0, 3, 5, 7])
        }
    }

    @Test func residualsAtRoundingLevelAreSeenOnRows() throws {
        // The side is a combination of two nearly equal columns: squared numbers would lose it.
        let random = RandomStream(seed: 2)
        let first = (0..<100).map { _ in random.gaussian() }
        let second = first.map { $0 + 1e-5 * random.gaussian() }
        let side = zip(first, second).map { $0 - $1 }
        let search = try SubsetSearch(columns: [first, second], side: side)
        let fit = search.fit([0, 1], withGains: false)
        #expect(fit.residual < 1e-18 * search.total)
        let values = search.coefficients(of: fit)
        #expect(abs(values[0] - 1) < 1e-8 && abs(values[1] + 1) < 1e-8)
    }

    @Test func dependentColumnsAreLeftOut() throws {
        let random = RandomStream(seed: 3)
        let first = (0..<50).map { _ in random.gaussian() }
        let search = try SubsetSearch(columns: [first, first.map { 2 * $0 }], side: first)
        #expect(search.fit([0, 1], withGains: false).support == [0])
    }
}
