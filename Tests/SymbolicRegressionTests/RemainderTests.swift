import Diagnostics
import Expressions
import NumericKernel
import Testing

@testable import SymbolicRegression

/// What a law leaves over, as a problem of its own.
@Suite("Remainder of a law")
struct RemainderTests {
    private static let ranges = [("a", 1.0, 5.0), ("b", 1.0, 3.0), ("c", 1.0, 5.0)]

    private func board(_ problem: RegressionProblem, holding laws: [String]) throws -> Scoreboard {
        let split = RowSplit(rowCount: problem.rowCount, seed: 1)
        let board = Scoreboard(problem: split.apply(problem), trainingRows: split.training)
        for text in laws {
            board.submit(
                try Expression.parse(text, variables: Set(problem.inputNames)), strategy: "test", notes: [])
        }
        return board
    }

    @Test(
        "the simplest near law is taken off, with simple numbers and without terms that stand in for the rest",
        arguments: ["0.9991*a^1.001*c^0.9993/b^2.0004", "a*c*(1/b^2 - 0.0002)", "a*c/b^2"])
    func takesTheLawOff(_ known: String) throws {
        let problem = try Laws.table("a*c/b^2 + 0.03*sin(2*a)/c", Self.ranges, rows: 3000, noise: 0.002)
        let board = try board(problem, holding: [known])
        let whole = ReducedProblem(board.problem)
        let remainder = try #require(Remainder.problem(of: whole, on: board))
        for i in 0..<50 {
            let (a, b, c) = (whole.columns[0].values[i], whole.columns[1].values[i], whole.columns[2].values[i])
            #expect(abs(whole.target[i] - a * c / (b * b) - remainder.target[i]) < 1e-12)
        }
        let positive: Set<String> = ["a", "b", "c"]
        let lifted = remainder.lift(.variable("a")).simplified(assumingPositive: positive)
        let expected = try Expression.parse("a*c/b^2 + a", variables: positive)
        #expect(lifted == expected.simplified(assumingPositive: positive))
    }

    @Test("a law down to the noise leaves nothing to search")
    func noiseIsNoRemainder() throws {
        let problem = try Laws.table("a*c/b^2", Self.ranges, rows: 3000, noise: 0.002)
        let board = try board(problem, holding: ["a*c/b^2"])
        #expect(Remainder.problem(of: ReducedProblem(board.problem), on: board) == nil)
    }

    @Test("where a law explains the rows, only a simpler sum is looked for", arguments: [true, false])
    func explanationsAreBeaten(isLong: Bool) throws {
        let problem = try Laws.table("a*c/b^2 + 0.03*sin(2*a)/c", Self.ranges, rows: 3000, noise: 0.002)
        let board = try board(problem, holding: ["a*c/b^2"])
        let text = isLong ? "a*c/b^2 + 0.031*sin(2.02*a)*exp(-c/3)/(1 + b*c)" : "a*c/(0.01*a + b^2)"
        let explanation = try Expression.parse(text, variables: ["a", "b", "c"])
        let remainder = Remainder.problem(of: ReducedProblem(board.problem), on: board, beside: explanation)
        #expect((remainder != nil) == isLong)
    }

    @Test("few rows, and laws that leave more than a hundredth, are left alone")
    func leavesOthersAlone() throws {
        let short = try Laws.table("a*c/b^2 + 0.03*sin(2*a)/c", Self.ranges, rows: 1200, noise: 0.002)
        let few = try board(short, holding: ["a*c/b^2"])
        #expect(Remainder.problem(of: ReducedProblem(few.problem), on: few) == nil)
        let rough = try Laws.table("a*c/b^2 + sin(2*a)", Self.ranges, rows: 3000, noise: 0.002)
        let far = try board(rough, holding: ["a*c/b^2"])
        #expect(Remainder.problem(of: ReducedProblem(far.problem), on: far) == nil)
    }

    @Test("a form for what is left counts with the law in front of it")
    func lawsForTheRemainderAreLifted() throws {
        let problem = try Laws.table("a*c/b^2 + c^2/(40*a)", Self.ranges, rows: 1500, noise: 0.002)
        let board = try board(problem, holding: ["a*c/b^2"])
        let remainder = try #require(Remainder.problem(of: ReducedProblem(board.problem), on: board))
        let context = StrategyContext(
            scoreboard: board, options: FitOptions(), control: RunControl(), trainingRows: board.trainingRows,
            noise: 0.002 * Statistics.rootMeanSquare(problem.target))
        try PowerLaw().search(remainder, context)
        let before = try #require(board.candidates.first { $0.expression.measuredNumbers.isEmpty })
        let best = try #require(board.shortest)
        #expect(best.trainingError < 0.8 * before.trainingError, "\(best.expression)")
        #expect(best.notes == ["remainder of a*c/b^2"])
    }

    @Test("where the search ends with a function bent into its place, a term of twice the noise is named")
    func namesASmallTerm() throws {
        let law = "a*c/b^2 + c^2/(100*(a + b))"
        let problem = try Laws.table(law, Self.ranges, rows: 1300, noise: 0.003, seed: 7)
        let best = try #require(try Laws.fit(problem).best)
        let fresh = try Laws.table(law, Self.ranges, rows: 200, seed: 9)
        #expect(Laws.relativeError(best.expression, fresh) < 0.001, "\(best.expression)")
    }
}
