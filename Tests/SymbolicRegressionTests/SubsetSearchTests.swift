import NumericKernel
import Testing

@testable import SymbolicRegression

/// The sweep operator against least squares from scratch, and searches with known answers.
@Suite struct SubsetSearchTests {
    private func columns(_ count: Int, rows: Int, seed: UInt64) -> [[Double]] {
        var stream = SplitMix64(seed: seed)
        return (0..<count).map { _ in (0..<rows).map { _ in Double.random(in: -1...2, using: &stream) } }
    }

    @Test(arguments: 1...6)
    func sweptModelsAreLeastSquares(_ seed: Int) throws {
        let rows = 60
        let all = columns(6, rows: rows, seed: UInt64(seed))
        let weights = columns(1, rows: rows, seed: 99)[0].map { 1.5 + $0 }
        let target = columns(1, rows: rows, seed: UInt64(100 + seed))[0]
        var model = SweptGram(columns: all, target: target, weights: weights)
        for j in [4, 1, 3, 0] { model.enter(j) }
        model.leave(3)
        #expect(model.members == [0, 1, 4])
        let weighted = model.members.map { j in zip(all[j], weights).map { $0 * $1 } }
        let side = zip(target, weights).map { $0 * $1 }
        let matrix = Matrix(columns: weighted)
        let solution = try #require(try LeastSquares.fullRank(matrix, [side])?.solutions[0])
        for (a, b) in zip(model.coefficients, solution) { #expect(abs(a - b) < 1e-10) }
        let left = zip(matrix.times(solution), side).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let total = side.reduce(0) { $0 + $1 * $1 }
        #expect(abs(model.residual - left / total) < 1e-10)
        // What entering and leaving promise is what they give.
        let promised = try #require(model.residual(entering: 2, 5))
        var larger = model
        larger.enter(2)
        #expect(abs(try #require(model.residual(entering: 2)) - larger.residual) < 1e-10)
        #expect(abs(larger.residual(leaving: 2) - model.residual) < 1e-10)
        larger.enter(5)
        #expect(abs(promised - larger.residual) < 1e-10)
    }

    @Test func dependentColumnsDoNotEnter() {
        let all = columns(2, rows: 30, seed: 5)
        let sum = zip(all[0], all[1]).map { $0 + 2 * $1 }
        var model = SweptGram(
            columns: all + [sum], target: sum, weights: [Double](repeating: 1, count: 30))
        model.enter(0)
        model.enter(1)
        #expect(model.residual(entering: 2) == nil)
        #expect(model.residual < 1e-12)
    }

    @Test(arguments: [[2, 7], [0, 5, 9], [1, 3, 8, 11], [0, 2, 4, 6, 10]])
    func findsThePlantedSubset(_ planted: [Int]) throws {
        let rows = 200
        let all = columns(12, rows: rows, seed: UInt64(planted.count))
        var stream = SplitMix64(seed: 12)
        var target = (0..<rows).map { _ in Double.random(in: -0.05...0.05, using: &stream) }
        for (position, j) in planted.enumerated() {
            let factor = Double(position + 1) * (position % 2 == 0 ? 1 : -1)
            for i in 0..<rows { target[i] += factor * all[j][i] }
        }
        let start = SweptGram(columns: all, target: target, weights: [Double](repeating: 1, count: rows))
        let search = SubsetSearch(
            start: start, termBits: [Double](repeating: 12, count: 12),
            residualBits: { 0.5 * Double(rows) * Elementary.log2($0) }, rows: rows)
        let best = try #require(search.best(3).first)
        #expect(best.members == planted)
        for (position, value) in best.coefficients.enumerated() {
            #expect(abs(abs(value) - Double(position + 1)) < 0.02)
        }
    }

    @Test func archiveKeepsTheBestOfEachSize() {
        var archive = SubsetArchive(keep: 2)
        for (members, bits) in [([1], 5.0), ([2], 4), ([3], 6), ([1, 2], 1), ([1, 2], 1), ([4, 5, 6], 9)] {
            archive.add(members, bits)
        }
        #expect(archive.shortest(3).map(\.members) == [[1, 2], [2], [1]])
        #expect(archive.bestBits == 1)
    }
}
