import Diagnostics
import Expressions

/// Finds y = f(x).
///
/// - Parameters:
///   - problem: the table, at least three rows.
///   - options: resolved options.
///   - control: budget and cancellation.
///   - progress: called with the front whenever it improves.
/// - Returns: the pick, the front and the evidence; never throws for data that merely has no law.
/// - Throws: `DiscoverError.numeric` when a numerical routine fails in a way that prevents an answer.
public func fit(
    _ problem: RegressionProblem, options: FitOptions, control: RunControl,
    progress: (@Sendable ([FittedLaw]) -> Void)? = nil
) throws -> FitResult {
    let split = RowSplit(rowCount: problem.rowCount, seed: options.seed)
    let scoreboard = Scoreboard(problem: split.apply(problem), trainingRows: split.training, rules: options.rules)
    let report = ProgressReport(scoreboard: scoreboard, progress: progress)
    scoreboard.onImprovement = { _ in report.update() }
    let search = SearchTree(scoreboard: scoreboard, options: options, control: control)
    try search.run()
    scoreboard.onImprovement = nil
    return Acceptance(scoreboard: scoreboard, search: search, options: options, control: control).result()
}
