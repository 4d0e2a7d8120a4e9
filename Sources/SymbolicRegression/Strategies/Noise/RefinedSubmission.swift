import Diagnostics
import Expressions

/// Submits formulas after a fit of their numbers in the units of the original target.
struct RefinedSubmission {
    let problem: ReducedProblem
    let context: StrategyContext

    private static let mostRows = 3000

    /// Fits all numbers of a formula for the reduced target together and submits the result.
    ///
    /// - Returns: whether the formula reproduces the data exactly.
    @discardableResult
    func submit(_ expression: Expression, by strategy: String) -> Bool {
        let scoreboard = context.scoreboard
        let lifted = problem.lift(expression).simplified(assumingPositive: scoreboard.positive)
        context.control.charge(1)
        let fitted = ConstantFit(
            lifted, variables: scoreboard.problem.inputNames, columns: scoreboard.problem.inputs,
            target: scoreboard.problem.target, rows: 0..<min(context.trainingRows, Self.mostRows),
            weights: scoreboard.factors, iterations: 20)
        return scoreboard.submit(
            fitted?.expression ?? lifted, strategy: strategy, notes: problem.notes, dimension: problem.dimension)
    }
}
