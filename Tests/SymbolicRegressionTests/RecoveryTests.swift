import Diagnostics
import Expressions
import Testing

@testable import SymbolicRegression

/// Laws of different structure, one per mechanism of the search, drawn anew and recovered from their rows alone.
@Suite struct RecoveryTests {
    static let laws: [(String, [(String, Double, Double)])] = [
        ("3*a^2/(2*b)", [("a", 1, 5), ("b", 1, 5)]),
        ("2*a*b - 7*c + 1/2", [("a", -2, 2), ("b", -3, 1), ("c", 0, 4)]),
        ("(a + b)/(1 + a*b)", [("a", 0.1, 0.9), ("b", 0.1, 0.9)]),
        ("sqrt(a^2 + b^2 + 3)", [("a", -2, 2), ("b", -2, 2)]),
        ("k*exp(-b/t)", [("k", 1, 3), ("b", 1, 4), ("t", 1, 4)]),
        ("sin(a*b)/(1 + a)", [("a", 0.5, 2), ("b", 0.5, 2)]),
        ("m*(v - w)^2/2", [("m", 1, 4), ("v", -3, 3), ("w", -3, 3)]),
        ("1/(exp(h*f/t) - 1)", [("h", 1, 3), ("f", 1, 3), ("t", 1, 3)]),
        ("tanh(x)*x", [("x", 0.2, 3)]),
        ("a*cos(p) + b", [("a", 1, 3), ("p", 0, 6), ("b", -2, 2)]),
    ]

    @Test(arguments: laws.indices)
    func lawIsRecoveredExactly(_ index: Int) throws {
        let (formula, ranges) = Self.laws[index]
        let result = try Laws.fit(Laws.table(formula, ranges, rows: 600))
        let best = try #require(result.best, "no law for \(formula)")
        #expect(best.isExact)
        #expect(best.isVerified)
        let fresh = try Laws.table(formula, ranges, rows: 200, seed: 99)
        #expect(Laws.relativeError(best.expression, fresh) < 1e-8, "\(formula) -> \(best.expression)")
    }

    @Test(arguments: [
        ("2*x + 3", [("x", 0.0, 10.0)], 0.02),
        ("5*x^(3/2)", [("x", 1.0, 30.0)], 0.01),
        ("4*exp(-x/2)", [("x", 0.0, 5.0)], 0.01),
    ])
    func noisyLawsKeepTheirForm(_ formula: String, _ ranges: [(String, Double, Double)], _ noise: Double) throws {
        let result = try Laws.fit(Laws.table(formula, ranges, rows: 120, noise: noise))
        let best = try #require(result.best)
        #expect(!best.isExact)
        #expect(best.complexity <= 9, "\(best.expression)")
        let fresh = try Laws.table(formula, ranges, rows: 200, seed: 99)
        #expect(Laws.relativeError(best.expression, fresh) < 3 * noise, "\(best.expression)")
    }

    /// Few rows, one of them far off on the axis of counts: the law doubles at every step.
    @Test func whatDoublesAtEveryCountIsNamed() throws {
        let counts = [-1000.0, 0, 1, 2, 3, 4, 5, 6, 7]
        let errors = [0.01, -0.02, 0.01, 0.03, -0.02, 0.01, -0.03, 0.02, -0.01]
        let target = zip(counts, errors).map { count, error in (0.4 + 0.3 * Elementary.pow(2, count)) * (1 + error) }
        let problem = RegressionProblem(inputNames: ["n"], inputs: [counts], targetName: "y", target: target)
        let best = try #require(try Laws.fit(problem).best)
        #expect("\(best.expression)".contains("2^n"), "\(best.expression)")
    }

    @Test func pureNoiseIsNotALaw() throws {
        for seed in 1...3 {
            var stream = SplitMix64(seed: UInt64(seed))
            func column() -> [Double] { (0..<200).map { _ in Double.random(in: -1...1, using: &stream) } }
            let problem = RegressionProblem(
                inputNames: ["a", "b"], inputs: [column(), column()], targetName: "y", target: column())
            let result = try Laws.fit(problem)
            #expect(result.status == .none, "\(result.best.map { "\($0.expression)" } ?? "")")
        }
    }

    @Test func resultsDoNotDependOnThreads() throws {
        let problem = try Laws.table("a*b/(c + a)", [("a", 1, 3), ("b", 1, 3), ("c", 1, 3)], rows: 300, noise: 0.01)
        let one = try Laws.fit(problem, threads: 1)
        let two = try Laws.fit(problem, threads: 2)
        #expect(
            one.front.map { "\($0.expression) \($0.descriptionLength)" }
                == two.front.map { "\($0.expression) \($0.descriptionLength)" })
        #expect(one.evaluations == two.evaluations)
    }

    @Test func budgetEndsTheSearch() throws {
        let problem = try Laws.table("sin(a)*exp(b)/c", [("a", 1, 3), ("b", 1, 3), ("c", 1, 3)], rows: 300, noise: 0.1)
        let control = RunControl(maximumEvaluations: 50)
        let result = try SymbolicRegression.fit(problem, options: FitOptions(), control: control)
        #expect(result.stopped == .evaluations)
        #expect(!result.front.isEmpty)
    }

    @Test func interruptionKeepsTheBestSoFar() throws {
        let problem = try Laws.table("sin(a)*exp(b)/c", [("a", 1, 3), ("b", 1, 3), ("c", 1, 3)], rows: 300, noise: 0.1)
        let control = RunControl()
        let result = try SymbolicRegression.fit(problem, options: FitOptions(), control: control) { _ in
            control.interrupt()
        }
        #expect(result.stopped == .interrupted)
        #expect(!result.front.isEmpty)
    }
}
