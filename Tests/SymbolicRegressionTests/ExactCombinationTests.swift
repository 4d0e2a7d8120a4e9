import Testing

@testable import SymbolicRegression

/// Coefficients from a few rows, checked on the others.
@Suite struct ExactCombinationTests {
    private func columns(_ count: Int, rows: Int, seed: UInt64) -> [[Double]] {
        var stream = SplitMix64(seed: seed)
        return (0..<count).map { _ in (0..<rows).map { _ in Double.random(in: -2...2, using: &stream) } }
    }

    @Test(arguments: 1...5)
    func combinationsOfRandomColumnsComeBack(_ count: Int) throws {
        let columns = columns(count, rows: 12, seed: UInt64(count))
        let truth = (0..<count).map { Double($0) - 1.5 }
        let target = (0..<12).map { i in zip(columns, truth).reduce(0) { $0 + $1.0[i] * $1.1 } }
        let found = try #require(ExactCombination.coefficients(columns, target, tolerance: 1e-8))
        for (value, expected) in zip(found, truth) { #expect(abs(value - expected) < 1e-9) }
        // One row that is not met is enough.
        var spoiled = target
        spoiled[11] += 1e-6
        #expect(ExactCombination.coefficients(columns, spoiled, tolerance: 1e-8) == nil)
    }

    @Test func whatCannotBeDeterminedOrCheckedIsNothing() {
        let column = columns(1, rows: 12, seed: 9)[0]
        #expect(ExactCombination.coefficients([column, column], column, tolerance: 1e-8) == nil)
        #expect(ExactCombination.coefficients([column], Array(column.prefix(4)), tolerance: 1e-8) == nil)
        var broken = column
        broken[11] = .nan
        #expect(ExactCombination.coefficients([column], broken, tolerance: 1e-8) == nil)
        #expect(ExactCombination.coefficients([broken], column, tolerance: 1e-8) == nil)
    }
}
