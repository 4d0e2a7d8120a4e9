import Diagnostics
import Expressions

/// Submits formulas after a fit of their numbers in the units of the original target.
struct RefinedSubmission {
    let problem: ReducedProblem
    let context: StrategyContext

    private static let mostRows = 3000
    /// Rows and steps of the fit that decides whether the full one is worth its time.
    private static let trialRows = 600
    private static let trialSteps = 8
    /// Bits behind the shortest law so far, judged on the rows of the trial, at which a formula is given up: numbers
    /// become shorter by snapping.
    private static let reach = 100.0

    /// Whether a short fit to a few rows comes near the shortest law so far.
    private func isWorthwhile(_ formula: Expression) -> Bool {
        let scoreboard = context.scoreboard
        let rows = 0..<min(context.trainingRows, Self.trialRows)
        guard context.trainingRows > 2 * Self.trialRows, let leader = scoreboard.shortest,
            let best = scoreboard.residuals(of: leader.expression, rows: rows),
            let fit = ConstantFit(
                formula, variables: scoreboard.problem.inputNames, columns: scoreboard.problem.inputs,
                target: scoreboard.problem.target, rows: rows, weights: scoreboard.factors,
                iterations: Self.trialSteps)
        else { return true }
        let lengths = scoreboard.descriptionLength
        let mean = best.reduce(0) { $0 + $1 * $1 } / Double(rows.count)
        let gain =
            lengths.residualBits(meanSquare: mean) - lengths.residualBits(meanSquare: fit.cost / Double(rows.count))
        let numbers = lengths.constantBits(
            relativeResidual: (mean / max(lengths.targetMeanSquare, 1e-300)).squareRoot())
        let price =
            lengths.structureBits(formula, realConstantBits: numbers)
            - lengths.structureBits(leader.expression, realConstantBits: numbers)
        return price < gain + Self.reach
    }

    /// Fits all numbers of a formula for the reduced target together and submits the result.
    ///
    /// - Returns: whether the formula reproduces the data exactly.
    @discardableResult
    func submit(_ expression: Expression, by strategy: String) -> Bool {
        guard let fitted = fitted(expression) else { return false }
        return context.scoreboard.submit(
            fitted, strategy: strategy, notes: problem.notes, dimension: problem.dimension)
    }

    /// A formula for the reduced target in the units of the original one, with all numbers fitted together.
    ///
    /// - Returns: nil when a short fit shows that it is not worth it; the formula as it is where no fit succeeds.
    func fitted(_ expression: Expression) -> Expression? {
        let scoreboard = context.scoreboard
        let lifted = problem.lift(expression).simplified(assumingPositive: scoreboard.positive)
        context.control.charge(1)
        guard isWorthwhile(lifted) else { return nil }
        let fit = ConstantFit(
            lifted, variables: scoreboard.problem.inputNames, columns: scoreboard.problem.inputs,
            target: scoreboard.problem.target, rows: 0..<min(context.trainingRows, Self.mostRows),
            weights: scoreboard.factors, iterations: 20)
        return fit?.expression ?? lifted
    }
}
