import Diagnostics
import Expressions
import SparseDynamics
import SymbolicRegression

/// Formulas for right-hand sides by the search that `discover fit` is.
struct SymbolicRightHandSides: RightHandSideSearch {
    /// Candidates that are scored for one right-hand side: some seconds.
    static let evaluations = 500_000
    /// Most formulas of the front beside the pick.
    static let mostOthers = 4

    let seed: UInt64
    let threads: Int

    func formulas(for question: RightHandSideQuestion, control: RunControl) -> [Expression] {
        var target = "rate"
        while question.names.contains(target) { target += "'" }
        let problem = RegressionProblem(
            inputNames: question.names, inputs: question.columns, targetName: target, target: question.values)
        var options = FitOptions()
        options.seed = seed
        options.threads = threads
        options.maximumEvaluations = Self.evaluations
        let part = RunControl(next: control, of: 1, atMost: Self.evaluations)
        guard let result = try? fit(problem, options: options, control: part) else { return [] }
        let others = result.front.sorted { $0.rootMeanSquareError.train < $1.rootMeanSquareError.train }
            .map(\.expression).filter { $0 != result.best?.expression }
        return [result.best?.expression].compactMap { $0 } + others.prefix(Self.mostOthers)
    }
}
