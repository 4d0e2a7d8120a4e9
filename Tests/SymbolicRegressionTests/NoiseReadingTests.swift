import Expressions
import NumericKernel
import Testing

@testable import SymbolicRegression

/// What a smoothing fit to a reduced problem says about noise, and the scale of residuals with outliers.
@Suite("Reading noise off reduced problems")
struct NoiseReadingTests {
    private static let rows = 1500

    private func reading(_ problem: RegressionProblem, keeping columns: [String]) throws -> NoiseReading {
        var reduced = ReducedProblem(problem)
        reduced.columns = reduced.columns.filter { columns.contains("\($0.expression)") }
        let fit = try #require(try SmoothingFit(problem: reduced, rows: Self.rows, budget: 90).best())
        let prediction = try #require(ResidualPrediction(inputs: problem.inputs, rows: Self.rows))
        return try #require(
            NoiseReading(reduced, fit, prediction: prediction, inputs: problem.inputs.count))
    }

    @Test("the deviation of noise is read", arguments: [0.05, 0.15])
    func readsNoise(deviation: Double) throws {
        let problem = try Laws.table(
            "2 + sin(a)*b", [("a", 0, 3), ("b", 1, 2)], rows: Self.rows, noise: deviation)
        let exact = try Laws.table("2 + sin(a)*b", [("a", 0, 3), ("b", 1, 2)], rows: Self.rows)
        let added = zip(problem.target, exact.target).map { $0 - $1 }
        let found = try #require(try reading(problem, keeping: ["a", "b"]).deviation)
        #expect(abs(found / Statistics.rootMeanSquare(added) - 1) < 0.1)
        // Most of the noise is gone from the target for scans.
        let smooth = try reading(problem, keeping: ["a", "b"]).target
        #expect(Statistics.rootMeanSquare(zip(smooth, exact.target).map { $0 - $1 }) < 0.3 * found)
    }

    @Test("what a wrong reduction took away is no noise")
    func wrongReductionIsNoNoise() throws {
        let problem = try Laws.table(
            "2 + sin(a)*b + c/5", [("a", 0, 3), ("b", 1, 2), ("c", 1, 2)], rows: Self.rows)
        // Neighbours in a and b alone differ by what c adds.
        #expect(try reading(problem, keeping: ["a", "b"]).deviation == nil)
        #expect(try reading(problem, keeping: ["a"]).deviation == nil)
    }

    @Test("the scale of residuals is that of their bulk", arguments: [0, 30, 100])
    func scaleOfTheBulk(outliers: Int) {
        let stream = RandomStream(seed: 21)
        var residuals = (0..<1000).map { _ in stream.gaussian(standardDeviation: 0.2) }
        for k in 0..<outliers { residuals[k * 9] = 50 }
        let fit = StudentScale(residuals)
        #expect(fit.scale > 0.1 && fit.scale < 0.35)
        // A scale that is the right one is more likely than that of rows three times as large.
        #expect(fit.negativeLogLikelihood < StudentScale(residuals.map { 3 * $0 }).negativeLogLikelihood)
    }

    @Test("fixed errors on a law with poles are not taken for proportional ones")
    func polesAreNoProportionalErrors() throws {
        var problem = try Laws.table("b/(a - 1)^2", [("a", 1.1, 3), ("b", 0.5, 4)], rows: 1200)
        let stream = RandomStream(seed: 3)
        let size = Statistics.rootMeanSquare(problem.target)
        problem.target = problem.target.map { $0 + stream.gaussian(standardDeviation: 0.001 * size) }
        try #require(problem.target.allSatisfy { $0 > 0 })
        #expect(RelativeNoise.weighted(problem) == nil)
    }
}
