import Diagnostics
import Expressions

/// Looks for the function behind a short power series in the best formulas so far.
///
/// Every sum that is a series in one product of powers is replaced by each `SeriesFamily` with its first two numbers fitted; what
/// is shorter wins on the scoreboard. It runs when the search has ended without a convincing law.
struct SeriesRecognition {
    static let name = "function behind a series"

    let context: StrategyContext

    private static let mostFormulas = 5
    private static let mostSums = 3

    /// Submits the formulas with functions in place of series.
    func search() {
        let board = context.scoreboard
        let submission = RefinedSubmission(problem: ReducedProblem(board.problem), context: context)
        let best = board.candidates.enumerated()
            .sorted { ($0.element.bits, $0.offset) < ($1.element.bits, $1.offset) }.prefix(Self.mostFormulas)
        for candidate in best.map(\.element) {
            for formula in replacements(in: candidate.expression) {
                if context.control.isStopping || board.hasExact { return }
                submission.submit(formula, by: Self.name)
            }
        }
    }

    /// The formula with each series replaced by each function.
    func replacements(in formula: Expression) -> [Expression] {
        var sums: [(series: PowerSeries, rebuild: (Expression) -> Expression)] = []
        func visit(_ node: Expression, _ rebuild: @escaping (Expression) -> Expression) {
            if case .sum(let parts) = node, Self.maybeSeries(parts), let series = PowerSeries(parts) {
                sums.append((series, rebuild))
            }
            let children = node.children
            for (k, child) in children.enumerated() {
                visit(child) { new in
                    var changed = children
                    changed[k] = new
                    return rebuild(node.replacingChildren(changed))
                }
            }
        }
        visit(formula) { $0 }
        return sums.prefix(Self.mostSums).flatMap { series, rebuild in
            functions(for: series).map { rebuild($0) }
        }
    }

    /// Two plain terms such as 1 - x say what they mean.
    private static func maybeSeries(_ parts: [Expression]) -> Bool {
        parts.count > 2 || (parts.count == 2 && !Expression.sum(parts).measuredNumbers.isEmpty)
    }

    /// The functions that agree with a series at a typical value of its variable.
    private func functions(for series: PowerSeries) -> [Expression] {
        let problem = context.scoreboard.problem
        let rows = min(context.trainingRows, 201)
        let values = (0..<rows).map { row in
            let point = Dictionary(zip(problem.inputNames, problem.inputs.map { $0[row] })) { first, _ in first }
            return series.variable.numericValue(point)
        }.filter(\.isFinite)
        let typical = Statistics.rootMeanSquare(values)
        guard typical > 0, typical.isFinite, series.terms[0].coefficient != 0 else { return [] }
        let change = series.relativeValue(typical) - 1
        guard change.isFinite, change != 0 else { return [] }
        let front = Expression.real(series.terms[0].coefficient) * series.front
        return SeriesFamily.all.compactMap { family in
            let number = change / (family.slope * Elementary.pow(typical, Double(family.order)))
            guard number.isFinite, family.sign.map({ $0 * number > 0 }) ?? true else { return nil }
            return front * family.formula(series.variable, number)
        }
    }
}
