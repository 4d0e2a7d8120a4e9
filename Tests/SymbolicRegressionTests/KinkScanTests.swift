import Diagnostics
import Expressions
import Testing

@testable import SymbolicRegression

/// Laws with kinks, jumps and stairs: found where these functions are asked for, and only there.
@Suite struct KinkScanTests {
    private static let kinks: Set<String> = ["abs", "sign", "step", "floor", "min", "max", "mod"]

    private func fit(_ problem: RegressionProblem, functions: Set<String>? = kinks) throws -> FitResult {
        var options = FitOptions()
        options.rules.functions = functions
        options.threads = 2
        return try SymbolicRegression.fit(problem, options: options, control: RunControl())
    }

    /// The table with whole numbers in all inputs, and the target of these.
    private func counted(_ formula: String, _ ranges: [(String, Double, Double)], rows: Int, seed: UInt64) throws
        -> RegressionProblem
    {
        var problem = try Laws.table(formula, ranges, rows: rows, seed: seed)
        problem.inputs = problem.inputs.map { $0.map { $0.rounded() } }
        let law = try Expression.parse(formula, variables: Set(ranges.map(\.0)))
        problem.target = (0..<rows).map { i in
            law.numericValue(
                Dictionary(uniqueKeysWithValues: zip(problem.inputNames, problem.inputs.map { $0[i] })))
        }
        return problem
    }

    private let ranges = [("a", -3.0, 3.0), ("b", -2.0, 2.0)]

    @Test(arguments: [
        "b*step(a - 1)", "3*max(a, 1) + b", "min(a, b^2)", "2*abs(a - b) + 1", "b + floor(2*a)", "b*mod(a, 0.7)",
        "b*min(max(a, -1), 1)", "step(a + b - 0.5)", "a*sign(b) - 2", "b*floor(a + 0.5)", "max(a*b, 1)",
    ])
    func lawsOfMeasuredColumnsAreFound(_ formula: String) throws {
        let result = try fit(try Laws.table(formula, ranges, rows: 500))
        let best = try #require(result.best, "nothing for \(formula)")
        #expect(best.isExact, "\(formula) -> \(best.expression)")
        let fresh = try Laws.table(formula, ranges, rows: 100, seed: 71)
        #expect(Laws.relativeError(best.expression, fresh) < 1e-8, "\(formula) -> \(best.expression)")
    }

    @Test(arguments: [
        "mod(n, 7)", "mod(n, k)", "floor(n/k)", "k*(1 - 2*mod(n, 2))", "5*mod(n + 3, 7)/2 + 1", "mod(n*k, 10)",
    ])
    func lawsOfCountsAreFound(_ formula: String) throws {
        let ranges = [("n", 0.0, 100.0), ("k", 1.0, 20.0)]
        let result = try fit(try counted(formula, ranges, rows: 500, seed: 5))
        let best = try #require(result.best, "nothing for \(formula)")
        let fresh = try counted(formula, ranges, rows: 100, seed: 72)
        #expect(Laws.relativeError(best.expression, fresh) < 1e-8, "\(formula) -> \(best.expression)")
    }

    @Test(arguments: ["b*step(a - 1)", "b + 3*max(a, 1)", "2*abs(a - b) + 1", "0.5*b - 0.3*sign(a)"])
    func noiseDoesNotHideThem(_ formula: String) throws {
        let result = try fit(try Laws.table(formula, ranges, rows: 600, noise: 0.05))
        let best = try #require(result.best, "nothing for \(formula)")
        let fresh = try Laws.table(formula, ranges, rows: 100, seed: 73)
        #expect(Laws.relativeError(best.expression, fresh) < 0.05, "\(formula) -> \(best.expression)")
    }

    @Test func theyAreNotLookedForUnlessNamed() throws {
        let problem = try Laws.table("b*step(a - 1)", ranges, rows: 300)
        let split = RowSplit(rowCount: problem.rowCount, seed: 1)
        for functions in [nil, ["exp"]] as [Set<String>?] {
            var rules = FormulaRules()
            rules.functions = functions
            let board = Scoreboard(problem: split.apply(problem), trainingRows: split.training, rules: rules)
            let context = StrategyContext(
                scoreboard: board, options: FitOptions(), control: RunControl(), trainingRows: split.training)
            try KinkScan().search(ReducedProblem(board.problem), context)
            #expect(board.candidates.isEmpty)
        }
    }

    @Test func noiseHasNoKinks() throws {
        var stream = SplitMix64(seed: 4)
        func column() -> [Double] { (0..<100).map { _ in Double.random(in: 1...2, using: &stream) } }
        let problem = RegressionProblem(
            inputNames: ["a", "b"], inputs: [column(), column()], targetName: "y", target: column())
        #expect(try fit(problem).best == nil)
    }

    @Test(arguments: [3, 12, 30])
    func shortAndConstantColumnsAreNoProblem(_ rows: Int) throws {
        let steps = (0..<rows).map(Double.init)
        let problem = RegressionProblem(
            inputNames: ["a", "b"], inputs: [steps, [Double](repeating: 2, count: rows)], targetName: "y",
            target: steps.map { $0 < 10 ? 0 : 1 })
        _ = try fit(problem)
    }
}
