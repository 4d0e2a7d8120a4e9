import Diagnostics
import Evaluation
import Expressions

/// Lets the quick strategies work with the parts of good guesses: what a guess leaves over, what it is wrong by a factor of,
/// and its sub-expressions as additional inputs.
struct GuessSeeds {
    let context: StrategyContext

    /// Guesses whose parts are used.
    private static let maximumGuesses = 3
    /// Sub-expressions that become inputs.
    private static let maximumParts = 4

    /// Works on the parts of the guesses with the shortest descriptions.
    func search(_ judgements: [GuessJudgement]) throws {
        let laws = judgements.compactMap(\.law).enumerated()
            .sorted { ($0.element.descriptionLength, $0.offset) < ($1.element.descriptionLength, $1.offset) }
            .map(\.element).prefix(Self.maximumGuesses)
        for law in laws {
            for problem in problems(law.expression) {
                for strategy in StrategyRegistry.strategies where strategy.stage == .quick {
                    if context.control.isStopping || context.scoreboard.hasExact { return }
                    try strategy.search(problem, context)
                }
            }
        }
    }

    /// The reduced problems that a guess suggests.
    func problems(_ guess: Expression) -> [ReducedProblem] {
        let problem = context.scoreboard.problem
        guard let values = values(guess), !guess.variables.isEmpty else { return [] }
        var result: [ReducedProblem] = []
        var factor = ReducedProblem(problem)
        if values.allSatisfy({ $0 != 0 }), factor.divideTarget(by: guess, values: values) { result.append(factor) }
        var rest = ReducedProblem(problem)
        if rest.subtractFromTarget(guess, values: values) { result.append(rest) }
        var extended = ReducedProblem(problem)
        for part in parts(of: guess).prefix(Self.maximumParts) {
            guard let values = self.values(part), values.contains(where: { $0 != values[0] }) else { continue }
            extended.columns.append(ReducedProblem.Column(expression: part, values: values))
        }
        if extended.dimension > problem.inputNames.count { result.append(extended) }
        return result
    }

    /// Sub-expressions with more than a name, largest first, each once.
    private func parts(of guess: Expression) -> [Expression] {
        var found: [Expression] = []
        func visit(_ node: Expression) {
            if !node.children.isEmpty, !node.variables.isEmpty, !found.contains(node) { found.append(node) }
            node.children.forEach(visit)
        }
        visit(guess)
        return found.enumerated().sorted { ($1.element.complexity, $0.offset) < ($0.element.complexity, $1.offset) }
            .map(\.element)
    }

    private func values(_ expression: Expression) -> [Double]? {
        let problem = context.scoreboard.problem
        guard let tape = try? Tape(expression, variables: problem.inputNames) else { return nil }
        let values = tape.evaluate(columns: problem.inputs, rows: 0..<problem.rowCount)
        return values.allSatisfy(\.isFinite) ? values : nil
    }
}
