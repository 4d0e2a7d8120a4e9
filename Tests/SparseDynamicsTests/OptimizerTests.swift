import NumericKernel
import Testing

@testable import SparseDynamics

/// The classical optimisers on problems whose answer is known.
@Suite struct OptimizerTests {
    /// Twelve columns, of which three make the side.
    private func rows(noise: Double, seed: UInt64) -> (matrix: Matrix, truth: [Double]) {
        let random = RandomStream(seed: seed)
        let columns = (0..<12).map { _ in (0..<300).map { _ in random.gaussian() } }
        var truth = [Double](repeating: 0, count: 12)
        (truth[1], truth[4], truth[9]) = (2, -1, 0.7)
        let side = (0..<300).map { row in
            truth.indices.reduce(0) { $0 + truth[$1] * columns[$1][row] } + random.gaussian(standardDeviation: noise)
        }
        return (Matrix(columns: columns + [side]), truth)
    }

    @Test(arguments: DynamicsOptions.optimizerNames, [UInt64(1), 2, 3])
    func findsThreeOfTwelve(name: String, seed: UInt64) throws {
        let optimizer = try #require(OptimizerRegistry.named(name))
        let (matrix, truth) = rows(noise: 0.01, seed: seed)
        let problem = RegressionRows(matrix)
        let found = problem.unscaled(optimizer.coefficients(problem))
        for (value, expected) in zip(found, truth) {
            #expect(abs(value - expected) < 0.01)
            if name == "stlsq" || name == "sr3" { #expect((value == 0) == (expected == 0)) }
        }
    }

    @Test func namesAreUnique() {
        #expect(Set(DynamicsOptions.optimizerNames).count == OptimizerRegistry.all.count)
        #expect(OptimizerRegistry.named("nothing") == nil)
        #expect(OptimizerRegistry.all.allSatisfy { !type(of: $0).summary.isEmpty })
    }

    @Test func residualsAreThoseOfTheRows() {
        let (matrix, _) = rows(noise: 0.3, seed: 4)
        let problem = RegressionRows(matrix)
        let scaled = problem.solution([1, 4])
        let values = problem.unscaled(scaled)
        var left = 0.0
        var total = 0.0
        for row in 0..<matrix.rows {
            let side = matrix[row, 12]
            let fit = (0..<12).reduce(0) { $0 + values[$1] * matrix[row, $1] }
            left += (side - fit) * (side - fit)
            total += side * side
        }
        #expect(abs(problem.residual(scaled) - left / total) < 1e-9)
    }
}
