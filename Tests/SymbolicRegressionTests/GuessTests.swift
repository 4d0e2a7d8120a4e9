import Diagnostics
import Expressions
import Testing

@testable import SymbolicRegression

/// Formulas from outside: reading, fitting, judging, rounds.
@Suite struct GuessTests {
    private func guess(_ text: String, _ columns: [String] = ["t"]) throws -> Guess {
        try Guess(text, origin: "guess", columns: columns, target: "y")
    }

    private func trial(_ problem: RegressionProblem, _ rules: FormulaRules = .init()) -> GuessTrial {
        let split = RowSplit(rowCount: problem.rowCount, seed: 1)
        let board = Scoreboard(problem: split.apply(problem), trainingRows: split.training, rules: rules)
        return GuessTrial(scoreboard: board, options: FitOptions(), control: RunControl())
    }

    @Test func namesThatAreNoColumnsAreConstants() throws {
        let guess = try guess("A*exp(-t/tau) + 1.5")
        #expect(guess.constants == ["A", "tau"])
        #expect(try self.guess("y = 2*t").expression == self.guess(" 2*t").expression)
        #expect(try Guess("h*t", origin: "g", columns: ["t"], target: "y", values: ["h": 2.5]).constants.isEmpty)
        #expect(try self.guess("tim*t + 1", ["time", "t"]).warnings.count == 1)
    }

    @Test(arguments: ["", "t +", "y + t", "t = 2", "(((((t", "a*t; rm x", String(repeating: "(", count: 200) + "t"])
    func wrongGuessesAreRefused(_ text: String) {
        #expect(throws: DiscoverError.self) { try guess(text) }
    }

    @Test func tooManyConstantsAreRefused() throws {
        let error = try #require(throws: DiscoverError.self) {
            try guess((1...21).map { "c\($0)*t^\($0)" }.joined(separator: " + "))
        }
        #expect(error.diagnostics.first?.code == "guess.too-many-constants")
    }

    @Test(arguments: [
        ("A*exp(-t/T)*sin(w*t + p) + c", "2.3*exp(-t/3.1)*sin(2.71*t + 0.4) + 0.7"),
        ("a*t/(b + t)", "5*t/(1.3 + t)"), ("a*exp(-((t - m)/s)^2)", "3*exp(-((t - 6)/0.8)^2)"),
        ("a*t^b", "0.02*t^2.7"), ("3.0*t + 1.0", "7*t - 2"),
    ])
    func constantsAreFittedFromSeveralStarts(_ form: String, _ law: String) throws {
        let problem = try Laws.table(law, [("t", 0.1, 10)], rows: 200)
        let judged = trial(problem).judge(try guess(form))
        let fitted = try #require(judged.law, "\(judged.refusal ?? "")")
        #expect(Laws.relativeError(fitted.expression, problem) < 1e-6, "\(fitted.expression)")
    }

    @Test func phasesAreWrittenSmall() throws {
        let wide = try Expression.parse("2.0*sin(3.0*t + 19.25) + cos(t - 100.5)")
        let small = PhaseForm.normalized(wide)
        for t in [0.0, 0.3, 2.7] {
            #expect(abs(small.numericValue(["t": t]) - wide.numericValue(["t": t])) < 1e-12)
        }
        #expect(small.realConstants.filter { abs($0) > 3.15 }.isEmpty)
    }

    @Test func guessesThatCannotBeJudgedSayWhy() throws {
        let problem = try Laws.table("t", [("t", -1, 1)], rows: 60)
        #expect(trial(problem).judge(try guess("log(t)")).refusal?.contains("no finite value") == true)
        var rules = FormulaRules()
        rules.functions = []
        #expect(trial(problem, rules).judge(try guess("sin(t)")).refusal == "it uses sin")
    }

    @Test func aGuessDecidesAHardProblem() throws {
        var options = FitOptions()
        options.guesses = [try guess("a*sin(w*t^2 + p)")]
        let problem = try Laws.table("1.7*sin(2.3*t^2 + 0.5)", [("t", 0, 4)], rows: 200, noise: 0.01)
        let result = try SymbolicRegression.fit(
            problem, options: options, control: RunControl(maximumEvaluations: 20_000))
        let best = try #require(result.best)
        #expect(
            Laws.relativeError(best.expression, try Laws.table("1.7*sin(2.3*t^2 + 0.5)", [("t", 0, 4)], rows: 90))
                < 0.05)
        #expect(result.guesses.count == 1)
    }

    @Test func partsOfAGuessSeedTheSearch() throws {
        // The guess lacks a factor b; what it is wrong by is a power law.
        let problem = try Laws.table("b^2*exp(-sin(a^2))", [("a", 0.5, 3), ("b", 1, 3)], rows: 200)
        var options = FitOptions()
        options.guesses = [try Guess("exp(-sin(a^2))", origin: "guess", columns: ["a", "b"], target: "y")]
        let result = try SymbolicRegression.fit(
            problem, options: options, control: RunControl(maximumEvaluations: 20_000))
        #expect(result.best?.isExact == true)
        #expect(result.best.map { Laws.relativeError($0.expression, problem) < 1e-9 } == true)
    }

    /// Answers from a list and remembers what it was told.
    private final class Script: ProposalSource {
        let rounds: Int
        let answers: [[String]]
        var told: [(round: Int, laws: Int, judgements: Int, rows: Int)] = []

        init(_ answers: [[String]]) {
            self.answers = answers
            rounds = answers.count
        }

        func proposals(
            round: Int, for problem: RegressionProblem, trainingRows: Int, laws: [FittedLaw],
            judgements: [GuessJudgement], control: RunControl
        ) -> ProposalAnswer {
            told.append((round, laws.count, judgements.count, trainingRows))
            return ProposalAnswer(
                formulas: answers[round - 1].map { text in
                    ProposalAnswer.Formula(
                        text: text,
                        guess: Result { () throws(DiscoverError) in
                            try Guess(text, origin: "p", columns: problem.inputNames, target: problem.targetName)
                        })
                })
        }
    }

    @Test func roundsHearWhatBecameOfTheirFormulas() throws {
        let problem = try Laws.table("1.7*sin(2.3*t^2 + 0.5)", [("t", 0, 4)], rows: 200, noise: 0.01)
        let script = Script([["t", "nonsense("], ["a*sin(w*t^2 + p)"], ["a*t"]])
        let result = try SymbolicRegression.fit(
            problem, options: FitOptions(), control: RunControl(maximumEvaluations: 3_000_000), proposals: script)
        #expect(script.told.map(\.round) == [1, 2, 3])
        #expect(script.told.map(\.judgements) == [0, 2, 1])
        #expect(script.told.allSatisfy { $0.rows == 160 })
        #expect(script.told[1].laws > script.told[0].laws)
        #expect(result.guesses.map { $0.law != nil } == [true, false, true, true])
        // Whoever polished it last, the answer is the proposed form, down to the noise.
        let best = try #require(result.best)
        let text = best.expression.description
        #expect(text.contains("sin(") || text.contains("cos("))
        #expect(best.rootMeanSquareError.train < 0.015)
    }

    @Test func anExactLawEndsTheRounds() throws {
        let script = Script([["3*t"], ["t"]])
        let result = try SymbolicRegression.fit(
            try Laws.table("3*t", [("t", 0, 4)], rows: 60), options: FitOptions(), control: RunControl(),
            proposals: script)
        #expect(script.told.count == 1)
        #expect(result.best?.isExact == true)
    }
}
