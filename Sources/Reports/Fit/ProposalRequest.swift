import SymbolicRegression

/// What a program that proposes formulas is told: the documents `discover.propose/1`, one JSON value per line.
///
/// First the problem, then the scoreboard. Only training rows are shown.
public struct ProposalRequest: Sendable {
    /// Rows that are shown at most.
    public static let maximumRows = 200

    /// The question, training rows first.
    public var problem: RegressionProblem
    /// Number of training rows.
    public var trainingRows: Int
    /// What is allowed in a formula.
    public var rules: FormulaRules
    /// The best laws so far, simplest first.
    public var laws: [FittedLaw]
    /// What became of the formulas of the round before.
    public var judgements: [GuessJudgement]
    /// The round, from 1.
    public var round: Int
    /// Number of rounds.
    public var rounds: Int

    /// Makes a request.
    public init(
        problem: RegressionProblem, trainingRows: Int, rules: FormulaRules, laws: [FittedLaw],
        judgements: [GuessJudgement], round: Int, rounds: Int
    ) {
        self.problem = problem
        self.trainingRows = trainingRows
        self.rules = rules
        self.laws = laws
        self.judgements = judgements
        self.round = round
        self.rounds = rounds
    }

    /// Both lines.
    public var text: String { problemLine.compactText + "\n" + scoreboardLine.compactText + "\n" }

    private var formulas: FormulaText { FormulaText(names: problem.inputNames + [problem.targetName]) }

    private var problemLine: JSONValue {
        let shown = min(trainingRows, Self.maximumRows)
        func column(_ name: String, _ values: [Double]) -> JSONValue {
            let values = values.prefix(trainingRows)
            return .object([
                ("name", .string(name)), ("written", .string(formulas.name(name))),
                ("minimum", .optional(values.min())), ("maximum", .optional(values.max())),
            ])
        }
        return .object([
            ("schema", .string("discover.propose/1")),
            ("kind", .string("problem")),
            ("target", column(problem.targetName, problem.target)),
            ("inputs", .array(zip(problem.inputNames, problem.inputs).map(column))),
            ("rules", rules.allowsEverything ? .null : rules.json),
            ("trainingRows", .integer(trainingRows)),
            (
                "rows",
                .array(
                    (0..<shown).map { row in
                        .array((problem.inputs + [problem.target]).map { .number($0[row]) })
                    })
            ),
        ])
    }

    private var scoreboardLine: JSONValue {
        .object([
            ("schema", .string("discover.propose/1")),
            ("kind", .string("scoreboard")),
            ("round", .integer(round)),
            ("rounds", .integer(rounds)),
            ("laws", .array(laws.map(law))),
            ("judgements", .array(judgements.map { $0.json(formulas) })),
        ])
    }

    private func law(_ law: FittedLaw) -> JSONValue {
        .object([
            ("expression", .string(formulas.infix(law.expression))),
            ("complexity", .integer(law.complexity)),
            ("descriptionLength", .number(law.descriptionLength)),
            ("rmse", .number(law.rootMeanSquareError.train)),
            ("r2", .number(law.rSquared.train)),
        ])
    }
}

extension GuessJudgement {
    /// One guess of a result, or of the feedback to a program.
    func json(_ formulas: FormulaText) -> JSONValue {
        .object([
            ("formula", .string(text)),
            ("origin", .string(origin)),
            ("expression", .optional(law.map { formulas.infix($0.expression) })),
            ("complexity", .optional(law?.complexity)),
            ("descriptionLength", .optional(law?.descriptionLength)),
            ("rmse", law?.rootMeanSquareError.json ?? .null),
            ("refusal", .optional(refusal)),
        ])
    }
}
