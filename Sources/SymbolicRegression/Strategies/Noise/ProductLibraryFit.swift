import Diagnostics
import Expressions
import NumericKernel

/// Sums of a few terms from a wide library of products of functions of single inputs, under noise.
///
/// Where `SparseLinearFit` takes one family of functions at a time, here all families meet in one Gram matrix of a few
/// hundred columns, and the sums are short: x - cos(y)/x, sin(x)*(cos(y)^2 + 0.1*sin(y)^2).
struct ProductLibraryFit: Strategy {
    static let name = "sum of products of functions"
    let stage = StrategyStage.thorough

    /// Rows that choose the terms.
    private static let mostRows = 2000
    private static let limit = 720

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        guard (1...6).contains(problem.dimension),
            let noisy = NoisyTarget(problem, context, limit: Self.mostRows), noisy.rows >= 30
        else { return }
        let library = ProductLibrary(
            problem.columns, phases: phases(of: problem), rows: noisy.rows, order: 2, limit: Self.limit)
        guard library.terms.count > 1 else { return }
        let sign: Double = (problem.target.first ?? 1) < 0 ? -1 : 1
        for transform in [TargetTransform.identity] {
            guard let working = noisy.working(transform), !context.control.isStopping else { continue }
            context.control.charge(1)
            let start = SweptGram(
                columns: library.terms.map(\.values), target: working.target, weights: working.weights)
            guard start.targetLength > 0 else { continue }
            var sums = LinearSearch(noisy: noisy, start: start, expressions: library.terms.map(\.expression))
            sums.maximumSize = 6
            sums.width = 6
            let limit = (context.scoreboard.shortest?.bits ?? .infinity) + LinearSearch.reach
            for sum in sums.best(10) where sum.bits < limit {
                context.submit(transform.inverse(sum.expression, sign: sign), for: problem, by: Self.name)
            }
        }
    }

    /// Differences and products of two inputs take part like inputs when there are few.
    private func phases(of problem: ReducedProblem) -> [ReducedProblem.Column] {
        guard problem.dimension == 2 else { return [] }
        let (a, b) = (problem.columns[0], problem.columns[1])
        return [
            .init(expression: a.expression - b.expression, values: zip(a.values, b.values).map { $0 - $1 }),
            .init(expression: a.expression * b.expression, values: zip(a.values, b.values).map { $0 * $1 }),
        ]
    }
}
