/// Drops inputs on which the target does not depend.
struct IrrelevantInputs: Reduction {
    static let name = "irrelevant inputs"

    func proposals(_ context: ReductionContext) -> [ReductionProposal] {
        let problem = context.problem
        guard problem.dimension > 1 else { return [] }
        let effect = context.gradient.indices.map { j in
            Statistics.rootMeanSquare(context.gradient[j]) * Statistics.standardDeviation(context.points[j])
        }
        let total = effect.reduce(0, +)
        guard total > 0 else { return [] }
        // A coarse surrogate would let all of them go: no input with a fair part of the effect is dropped on its word.
        let threshold = max(1e-9, min(3 * context.surrogate.relativeError, 0.3 / Double(problem.dimension)))
        let irrelevant = effect.indices.filter { effect[$0] / total < threshold }
        guard !irrelevant.isEmpty, irrelevant.count < problem.dimension else { return [] }
        var smaller = problem
        smaller.columns = problem.columns.indices.filter { !irrelevant.contains($0) }.map { problem.columns[$0] }
        let names = irrelevant.map { "\(problem.columns[$0].expression.reportText)" }
        smaller.notes.append("does not depend on \(names.joined(separator: ", "))")
        let misfit = irrelevant.map { effect[$0] / total }.max() ?? 0
        let price = context.surrogate.isCoarse ? Double(irrelevant.count) : 0
        return [ReductionProposal(problem: smaller, misfit: misfit, price: price)]
    }
}
