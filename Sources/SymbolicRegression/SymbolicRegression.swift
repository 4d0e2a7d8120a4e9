import Diagnostics
import Expressions

/// Finds y = f(x).
///
/// - Parameters:
///   - problem: the table, at least three rows.
///   - options: resolved options.
///   - control: budget and cancellation.
///   - progress: called with the front whenever it improves, on the calling thread's schedule; at most a few times a
///     second.
/// - Returns: the pick, the front and the evidence; never throws for data that merely has no law.
/// - Throws: `DiscoverError.numeric` when a numerical routine fails in a way that prevents an answer.
public func fit(
    _ problem: RegressionProblem, options: FitOptions, control: RunControl,
    progress: (@Sendable ([FittedLaw]) -> Void)? = nil
) throws -> FitResult {
    FitResult(
        status: .none, stopped: .exhausted, best: nil, front: [], noise: nil, leadInBits: nil, searched: [],
        reductions: [], effectiveDimension: nil, warnings: [], rows: (problem.rowCount, 0), evaluations: 0)
}
