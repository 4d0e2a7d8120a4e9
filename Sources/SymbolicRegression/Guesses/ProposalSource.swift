import Diagnostics

/// Something outside of the search that proposes formulas, such as a program of the user.
public protocol ProposalSource {
    /// How many times it is asked.
    var rounds: Int { get }
    /// Asks for formulas.
    ///
    /// - Parameters:
    ///   - round: from 1 to `rounds`.
    ///   - problem: the question, rows in the order of the search: those behind `trainingRows` are held out and must not be
    ///     shown.
    ///   - trainingRows: number of rows that may be shown.
    ///   - laws: the best laws so far, simplest first.
    ///   - judgements: what became of the formulas of the round before.
    ///   - control: when it asks to stop, come back soon.
    func proposals(
        round: Int, for problem: RegressionProblem, trainingRows: Int, laws: [FittedLaw],
        judgements: [GuessJudgement], control: RunControl
    ) -> ProposalAnswer
}

/// What a proposal source answers.
public struct ProposalAnswer: Sendable {
    /// One proposed formula.
    public struct Formula: Sendable {
        /// The text as it came.
        public var text: String
        /// The formula, or why the text is none.
        public var guess: Result<Guess, DiscoverError>

        /// Makes a proposal.
        public init(text: String, guess: Result<Guess, DiscoverError>) {
            self.text = text
            self.guess = guess
        }
    }

    /// The formulas in order.
    public var formulas: [Formula]
    /// A sentence about what went wrong, if anything did.
    public var warning: String?
    /// Whether to ask again.
    public var isLast: Bool

    /// Makes an answer.
    public init(formulas: [Formula], warning: String? = nil, isLast: Bool = false) {
        self.formulas = formulas
        self.warning = warning
        self.isLast = isLast
    }
}
