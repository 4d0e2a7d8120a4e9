import Expressions

/// Takes off a constant and then the inputs that enter the rest as a factor: y = c + x_j^p g(others).
///
/// Then x_j dy/dx_j = p (y - c): a straight line in y, whose slope and intercept must be near simple numbers.
struct OffsetFactors: Reduction {
    static let name = "offset and factors"

    /// An input that enters as a power beside a constant.
    private struct Factor {
        let index: Int
        let exponent: Rational
        let offset: Rational
        let misfit: Double
    }

    func proposals(_ context: ReductionContext) -> [ReductionProposal] {
        let problem = context.problem
        guard problem.dimension > 1 else { return [] }
        let factors = problem.columns.indices.compactMap { factor($0, context) }
        guard !factors.isEmpty else { return [] }
        var sets: [[Factor]] = factors.map { [$0] }
        for offset in Set(factors.map(\.offset)).sorted(by: { $0.doubleValue < $1.doubleValue }) {
            let shared = factors.filter { $0.offset == offset }
            if shared.count > 1, shared.count < problem.dimension { sets.append(shared) }
        }
        return sets.compactMap { reduce(problem, $0) }.sorted { $0.misfit < $1.misfit }
    }

    /// The straight line of one input, if it is one and its numbers are simple.
    private func factor(_ j: Int, _ context: ReductionContext) -> Factor? {
        let target = context.target
        let scaled = target.indices.map { context.gradient[j][$0] * context.points[j][$0] }
        let count = Double(target.count)
        let (meanTarget, meanScaled) = (target.reduce(0, +) / count, scaled.reduce(0, +) / count)
        var (covariance, variance, total) = (0.0, 0.0, 0.0)
        for i in target.indices {
            covariance += (target[i] - meanTarget) * (scaled[i] - meanScaled)
            variance += (target[i] - meanTarget) * (target[i] - meanTarget)
            total += (scaled[i] - meanScaled) * (scaled[i] - meanScaled)
        }
        guard variance > 0, total > 0 else { return nil }
        let slope = covariance / variance
        let misfit = (max(0, 1 - covariance * covariance / (variance * total))).squareRoot()
        let tolerance = max(0.02, min(0.25, 10 * context.surrogate.relativeError))
        guard misfit < max(0.05, min(0.3, 8 * context.surrogate.relativeError)),
            let exponent = ExponentSnapping.fraction(near: slope, tolerance: tolerance), exponent.numerator != 0,
            context.problem.columns[j].values.allSatisfy({ $0 > 0 || (exponent.isInteger && $0 != 0) })
        else { return nil }
        let value = meanTarget - meanScaled / exponent.doubleValue
        let spread = (variance / count).squareRoot()
        guard abs(value) > 0.05 * spread,
            let offset = ExponentSnapping.fraction(
                near: value, tolerance: max(0.02 * abs(value), 0.02 * spread), maximumDenominator: 4),
            offset.numerator != 0, abs(offset.numerator) <= 20
        else { return nil }
        return Factor(index: j, exponent: exponent, offset: offset, misfit: misfit)
    }

    /// The problem without the constant and the factors.
    private func reduce(_ problem: ReducedProblem, _ set: [Factor]) -> ReductionProposal? {
        guard let offset = set.first?.offset else { return nil }
        var smaller = problem
        let constant = Expression.rational(offset)
        let values = [Double](repeating: offset.doubleValue, count: problem.target.count)
        guard smaller.subtractFromTarget(constant, values: values),
            let divided = smaller.dividing(
                byPowers: set.map { ($0.index, $0.exponent) }, words: "constant \(constant.reportText), factor")
        else { return nil }
        return ReductionProposal(
            problem: divided, misfit: set.map(\.misfit).max() ?? 0, price: 0.8 + 0.1 * Double(set.count - 1))
    }
}
