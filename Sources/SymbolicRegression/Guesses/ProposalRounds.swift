import Diagnostics
import Expressions

/// Asks a proposal source round by round and judges what it answers.
final class ProposalRounds {
    private let source: any ProposalSource
    private let trial: GuessTrial
    private var next = 1
    private var isOver = false
    private var latest: [GuessJudgement] = []
    /// What became of all proposals.
    private(set) var judgements: [GuessJudgement] = []
    /// Sentences about what went wrong.
    private(set) var warnings: [String] = []

    /// Rounds with a source.
    init(source: any ProposalSource, trial: GuessTrial) {
        self.source = source
        self.trial = trial
    }

    /// Asks until `last` rounds have been made, unless there is nothing more to ask.
    func run(upTo last: Int) {
        while next <= min(last, source.rounds), !isOver, !trial.control.isStopping, !trial.scoreboard.hasExact {
            let board = trial.scoreboard
            let answer = source.proposals(
                round: next, for: board.problem, trainingRows: board.trainingRows,
                laws: board.front.map { board.law($0, constants: [], isVerified: false) }, judgements: latest,
                control: trial.control)
            latest = answer.formulas.map { formula in
                switch formula.guess {
                case .success(let guess): return trial.judge(guess)
                case .failure(let error):
                    return GuessJudgement(
                        text: formula.text, origin: "proposal \(next)", law: nil,
                        refusal: error.diagnostics.first?.message ?? "it is no formula")
                }
            }
            judgements += latest
            if let warning = answer.warning { warnings.append(warning) }
            isOver = answer.isLast
            next += 1
        }
    }
}
