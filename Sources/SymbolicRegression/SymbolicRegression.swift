import Diagnostics
import Expressions

/// Finds y = f(x).
///
/// - Parameters:
///   - problem: the table, at least three rows.
///   - options: resolved options.
///   - control: budget and cancellation.
///   - proposals: asked for formulas, once before the search and, unless an exact law was found, in further rounds after it.
///   - progress: called with the front whenever it improves.
/// - Returns: the pick, the front and the evidence; never throws for data that merely has no law.
/// - Throws: `DiscoverError.numeric` when a numerical routine fails in a way that prevents an answer.
public func fit(
    _ problem: RegressionProblem, options: FitOptions, control: RunControl,
    proposals: (any ProposalSource)? = nil,
    progress: (@Sendable ([FittedLaw]) -> Void)? = nil
) throws -> FitResult {
    let split = RowSplit(rowCount: problem.rowCount, seed: options.seed)
    let shuffled = split.apply(problem)
    let weighted = RelativeNoise.weighted(shuffled)
    let scoreboard = Scoreboard(problem: weighted ?? shuffled, trainingRows: split.training, rules: options.rules)
    let report = ProgressReport(scoreboard: scoreboard, progress: progress)
    scoreboard.onImprovement = { _ in report.update() }
    let search = SearchTree(scoreboard: scoreboard, options: options, control: control)
    let trial = GuessTrial(scoreboard: scoreboard, options: options, control: control)
    var judgements = options.guesses.map(trial.judge)
    let rounds = proposals.map { ProposalRounds(source: $0, trial: trial) }
    rounds?.run(upTo: 1)
    let context = StrategyContext(
        scoreboard: scoreboard, options: options, control: control, trainingRows: scoreboard.trainingRows)
    try GuessSeeds(context: context).search(judgements + (rounds?.judgements ?? []))
    try search.run()
    rounds?.run(upTo: .max)
    scoreboard.onImprovement = nil
    judgements += rounds?.judgements ?? []
    var result = Acceptance(scoreboard: scoreboard, search: search, options: options, control: control).result()
    result.guesses = judgements
    if let typical = weighted?.typicalSigma, let noise = result.noise, noise > 0 {
        result.relativeNoise = noise / typical
    }
    if !options.physicalConstants.isEmpty {
        let recognition = ConstantRecognition(constants: options.physicalConstants)
        result.best?.recognize(with: recognition)
    }
    result.extrapolation = result.best.flatMap { ExtrapolationCheck(problem: problem).result(for: $0.expression) }
    result.warnings += rounds?.warnings ?? []
    return result
}
