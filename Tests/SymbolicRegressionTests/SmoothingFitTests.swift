import NumericKernel
import Expressions
import Testing

@testable import SymbolicRegression

@Suite("Smoothing fits")
struct SmoothingFitTests {
    private func noisy(_ formula: String, _ ranges: [(String, Double, Double)], noise: Double) throws -> ReducedProblem
    {
        var problem = try Laws.table(formula, ranges, rows: 2000)
        let stream = RandomStream(seed: 3)
        problem.target = problem.target.map { $0 + stream.gaussian(standardDeviation: noise) }
        return ReducedProblem(problem)
    }

    @Test("the residuals have the size of the noise and the predictions lie much closer to the law")
    func smooths() throws {
        let formula = "exp(a - b)*(1 + c)"
        let ranges = [("a", 0.0, 1.0), ("b", 0.0, 1.0), ("c", 0.0, 2.0)]
        let problem = try noisy(formula, ranges, noise: 0.1)
        let truth = try Laws.table(formula, ranges, rows: 2000).target
        let fit = try #require(try SmoothingFit(problem: problem, rows: 2000, budget: 90).best())
        let smoothing = try #require(fit.smoothing)
        #expect(abs(smoothing.meanSquare.squareRoot() - 0.1) < 0.01)
        #expect(Statistics.rootMeanSquare(zip(smoothing.predicted, truth).map { $0 - $1 }) < 0.03)
        #expect(smoothing.isAtPlateau)
    }

    @Test("a law of a polynomial is fitted through its inverse, without logarithms of noisy values")
    func findsTheLink() throws {
        let problem = try noisy("1/(1 + a + 2*b)", [("a", 0.0, 6.0), ("b", 0.0, 6.0)], noise: 0.02)
        let fit = try #require(try SmoothingFit(problem: problem, rows: 2000, budget: 60).best())
        #expect(fit.coordinates.target == .reciprocal)
    }

    @Test("rows count by what their errors are worth in the original target")
    func weighsRows() throws {
        var problem = try noisy("a^3*(2 + b)", [("a", 0.2, 4.0), ("b", 0.0, 1.0)], noise: 0.5)
        let a = problem.columns[0]
        let isDivided = problem.divideTarget(by: a.expression.raised(to: 3), values: a.values.map { $0 * $0 * $0 })
        #expect(isDivided)
        problem.columns.remove(at: 0)
        let fit = try #require(try SmoothingFit(problem: problem, rows: 2000, budget: 10).best())
        let smoothing = try #require(fit.smoothing)
        #expect(abs(smoothing.meanSquare.squareRoot() - 0.5) < 0.05)
        for (value, b) in zip(smoothing.predicted, problem.columns[0].values) { #expect(abs(value - 2 - b) < 0.02) }
    }

    @Test("a fit with the same information is no worse; one that lacks an input is")
    func comparesInPairs() throws {
        let problem = try noisy("sin(a + b)", [("a", 0.0, 2.0), ("b", 0.0, 2.0)], noise: 0.1)
        let full = try #require(try SmoothingFit(problem: problem, rows: 2000, budget: 90).best()?.smoothing)
        var sum = problem
        sum.columns[0].values = zip(problem.columns[0].values, problem.columns[1].values).map { $0 + $1 }
        sum.columns.remove(at: 1)
        var lacking = problem
        lacking.columns.remove(at: 1)
        let reduced = try #require(try SmoothingFit(problem: sum, rows: 2000, budget: 90).best()?.smoothing)
        let blind = try #require(try SmoothingFit(problem: lacking, rows: 2000, budget: 90).best()?.smoothing)
        #expect(PairedComparison(reduced.residuals, full.residuals).z < 2.5)
        #expect(PairedComparison(blind.residuals, full.residuals).z > 10)
    }
}
