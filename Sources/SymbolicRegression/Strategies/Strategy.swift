import Diagnostics
import Expressions

/// A way of proposing formulas for a (reduced) problem.
///
/// A strategy owns its mathematics only: budgets, seeds, cancellation and scoring belong to the scheduler. To add one,
/// write a type in a file of its own and put it into `StrategyRegistry`.
protocol Strategy: Sendable {
    /// Short name for reports.
    static var name: String { get }
    /// When the strategy runs.
    var stage: StrategyStage { get }
    /// Looks for formulas for the target of `problem` and submits them to the scoreboard.
    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws
}

/// When a strategy runs on a node of the search tree.
enum StrategyStage: Int, Sendable, Comparable {
    /// Within milliseconds, on every node.
    case quick
    /// Within a second, on every node that is promising.
    case thorough
    /// Several seconds, on the most reduced nodes first.
    case exhaustive
    /// Once, on the whole problem, when all else has found no law that leaves only noise.
    case last

    static func < (left: StrategyStage, right: StrategyStage) -> Bool { left.rawValue < right.rawValue }
}

/// What a strategy may use.
struct StrategyContext {
    /// Where formulas go.
    let scoreboard: Scoreboard
    /// Resolved options.
    let options: FitOptions
    /// Budget and cancellation.
    let control: RunControl
    /// Number of training rows; rows behind them are held out and must not be looked at.
    let trainingRows: Int
    /// Standard deviation of the noise in the original target once the search has evidence of noise; nil before that and for
    /// data that look exact. Strategies for exact data skip noisy ones and the other way round.
    var noise: Double?
    /// Whether rows are read as exact, with another look to come if no law is found that way.
    var trustsRows = false

    /// Lifts a formula for the reduced target to the original target and submits it.
    ///
    /// - Returns: whether the formula reproduces the data exactly.
    @discardableResult
    func submit(_ expression: Expression, for problem: ReducedProblem, by strategy: String) -> Bool {
        control.charge(1)
        return scoreboard.submit(
            problem.lift(expression), strategy: strategy, notes: problem.notes, dimension: problem.dimension)
    }
}
