import Diagnostics
import Expressions
import Testing

@testable import SymbolicRegression

/// Rows of different certainty: loss, selection and standard errors.
@Suite struct SigmaTests {
    /// y = 3 a + 1 with sigma 0.05 in two rows of three and 5 in the others.
    private func table(rows: Int = 300, seed: UInt64 = 5, scale: Double = 1) throws -> RegressionProblem {
        var problem = try Laws.table("3*a + 1", [("a", 0, 4)], rows: rows, seed: seed)
        let unit = try Laws.table("0*a", [("a", 0, 4)], rows: rows, seed: seed &+ 1)
        var stream = SplitMix64(seed: seed)
        problem.sigma = (0..<rows).map { $0 % 3 == 0 ? 5 : 0.05 }
        problem.isSigmaAbsolute = true
        for i in 0..<rows {
            let gauss = (0..<12).reduce(-6.0) { total, _ in total + Double.random(in: 0...1, using: &stream) }
            problem.target[i] += scale * (problem.sigma?[i] ?? 0) * gauss + unit.target[i]
        }
        return problem
    }

    private func board(_ problem: RegressionProblem) -> Scoreboard {
        let split = RowSplit(rowCount: problem.rowCount, seed: 1)
        return Scoreboard(problem: split.apply(problem), trainingRows: split.training)
    }

    @Test func splitMovesSigmaWithItsRow() throws {
        let problem = try table()
        let split = RowSplit(rowCount: problem.rowCount, seed: 9)
        let moved = split.apply(problem)
        #expect(moved.isSigmaAbsolute)
        for (new, old) in split.order.enumerated() {
            #expect(moved.sigma?[new] == problem.sigma?[old])
            #expect(moved.target[new] == problem.target[old])
        }
    }

    @Test func factorsHaveUnitMeanSquare() throws {
        var problem = try table()
        let factors = try #require(problem.residualFactors)
        #expect(abs(Statistics.rootMeanSquare(factors) - 1) < 1e-12)
        problem.sigma = problem.sigma?.map { $0 * 1e-200 }
        #expect(problem.residualFactors.map { abs(Statistics.rootMeanSquare($0) - 1) < 1e-12 } == true)
        problem.sigma = nil
        #expect(problem.residualFactors == nil)
    }

    @Test func equalSigmasChangeNothing() throws {
        var problem = try Laws.table("a^2", [("a", 1, 3)], rows: 90, noise: 0.05)
        let formula = try Expression.parse("1.1*a^2 - 0.1", variables: ["a"])
        let plain = try #require(board(problem).measure(formula, strategy: "", notes: []))
        problem.sigma = [Double](repeating: 0.3, count: 90)
        let weighted = try #require(board(problem).measure(formula, strategy: "", notes: []))
        #expect(abs(plain.trainingError - weighted.trainingError) < 1e-12 * plain.trainingError)
        #expect(abs(plain.heldOutError - weighted.heldOutError) < 1e-12 * plain.heldOutError)
    }

    @Test func weightsChangeTheFit() throws {
        let result = try Laws.fit(try table())
        let best = try #require(result.best)
        let fresh = try Laws.table("3*a + 1", [("a", 0, 4)], rows: 50, seed: 77)
        #expect(Laws.relativeError(best.expression, fresh) < 0.01, "\(best.expression)")
        let chiSquared = try #require(best.reducedChiSquared)
        #expect(abs(chiSquared.train - 1) < 0.4)
        let weighted = try #require(best.weightedRootMeanSquareError)
        #expect(weighted.train < 0.1)
        #expect(best.rootMeanSquareError.train > 1)
        #expect(result.warnings.isEmpty)
    }

    @Test func relativeWeightsHaveNoChiSquared() throws {
        var problem = try table()
        problem.isSigmaAbsolute = false
        let best = try #require(try Laws.fit(problem).best)
        #expect(best.reducedChiSquared == nil)
        #expect(best.weightedRootMeanSquareError != nil)
    }

    @Test(arguments: [(0.2, "too large"), (6.0, "too small")])
    func aWrongSigmaIsNoticed(_ scale: Double, _ expected: String) throws {
        let board = board(try table(scale: scale))
        let law = try #require(
            board.measure(try Expression.parse("3*a + 1", variables: ["a"]), strategy: "", notes: []))
        #expect(SigmaTest(scoreboard: board).warning(for: law)?.contains(expected) == true)
    }

    @Test func standardErrorsFollowFromTheStatedSigma() throws {
        // The mean of n values with sigma 2 has the error 2/sqrt(n), whatever the scatter.
        let target = (0..<100).map { Double($0 % 2) }
        let fit = try #require(
            ConstantFit(
                .real(0.3), variables: ["a"], columns: [target], target: target, rows: 0..<100,
                weights: [Double](repeating: 1, count: 100), variance: 4))
        #expect(abs((fit.standardErrors?[0] ?? 0) - 0.2) < 1e-12)
        #expect(abs(fit.values[0] - 0.5) < 1e-12)
    }

    @Test func errorsAndFactorsScaleTogether() throws {
        // One row in two with sigma 10 times as large: its weight is a hundredth.
        let target = (0..<200).map { $0 % 2 == 0 ? 1.0 : 3.0 }
        var problem = RegressionProblem(inputNames: ["a"], inputs: [target], targetName: "y", target: target)
        problem.sigma = (0..<200).map { $0 % 2 == 0 ? 0.1 : 1 }
        problem.isSigmaAbsolute = true
        let board = Scoreboard(problem: problem, trainingRows: 200)
        let fit = try #require(ConstantPolish(scoreboard: board).fit(.real(2)))
        #expect(abs(fit.values[0] - (1 * 100 + 3 * 1) / 101) < 1e-9)
        #expect(abs((fit.standardErrors?[0] ?? 0) - (1 / (100 * 101.0)).squareRoot()) < 1e-9)
        #expect(abs(board.mean(0..<200) - fit.values[0]) < 1e-9)
    }

    @Test func nothingIsGainedBelowTheStatedNoise() {
        let target = (0..<100).map { Double($0) }
        let known = DescriptionLength(
            inputs: 1, target: target[...], factors: [Double](repeating: 1, count: 100)[...], knownDeviation: 0.5)
        let unknown = DescriptionLength(inputs: 1, target: target[...])
        // Continuous at the stated noise, as before above it, and bounded below it.
        let at = known.residualBits(meanSquare: 0.25)
        #expect(abs(at - known.residualBits(meanSquare: 0.25 * (1 - 1e-9))) < 1e-3)
        #expect(known.residualBits(meanSquare: 3) == unknown.residualBits(meanSquare: 3))
        #expect(at - known.residualBits(meanSquare: 0) < 75)
        #expect(unknown.residualBits(meanSquare: 0.25) - unknown.residualBits(meanSquare: 0) > 1000)
    }
}
