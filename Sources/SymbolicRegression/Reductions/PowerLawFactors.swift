import Expressions

/// Pulls out inputs that enter as a factor `x^p` only: those whose logarithmic gradient is the same everywhere.
struct PowerLawFactors: Reduction {
    static let name = "power-law factors"

    /// An input that enters as a power.
    private struct Factor {
        let index: Int
        let exponent: Rational
        let misfit: Double
    }

    func proposals(_ context: ReductionContext) -> [ReductionProposal] {
        let problem = context.problem
        guard problem.dimension > 1 else { return [] }
        var factors: [Factor] = []
        var guesses: [Factor] = []
        for j in problem.columns.indices {
            // Solve g_j x_j = p y for p: no division by a target that may vanish.
            var (numerator, denominator) = (0.0, 0.0)
            for i in context.rows.indices {
                let scaled = context.gradient[j][i] * context.points[j][i]
                numerator += scaled * context.target[i]
                denominator += context.target[i] * context.target[i]
            }
            guard denominator > 0 else { return [] }
            let exponent = numerator / denominator
            var residual = 0.0
            for i in context.rows.indices {
                let r = context.gradient[j][i] * context.points[j][i] - exponent * context.target[i]
                residual += r * r
            }
            let misfit = (residual / denominator).squareRoot() / max(abs(exponent), 0.3)
            // A coarse surrogate blurs the test; the comparison of surrogates decides in the end.
            let tolerance = max(0.02, min(0.25, 10 * context.surrogate.relativeError))
            guard misfit < max(0.08, min(0.6, 8 * context.surrogate.relativeError)),
                let snapped = ExponentSnapping.fraction(near: exponent, tolerance: tolerance),
                snapped.numerator != 0,
                problem.columns[j].values.allSatisfy({ $0 > 0 || (snapped.isInteger && $0 != 0) })
            else {
                // The gradients of a very coarse surrogate are only good enough for a guess, one input at a time.
                if context.surrogate.relativeError > 0.1, misfit < 0.9,
                    let rounded = ExponentSnapping.fraction(near: exponent, tolerance: 0.5, maximumDenominator: 1),
                    rounded.numerator != 0, problem.columns[j].values.allSatisfy({ $0 > 0 })
                {
                    guesses.append(Factor(index: j, exponent: rounded, misfit: misfit))
                }
                continue
            }
            factors.append(Factor(index: j, exponent: snapped, misfit: misfit))
        }
        let guessed = guesses.compactMap { reduce(problem, by: [$0], price: 0.5) }
        guard !factors.isEmpty else { return guessed }
        factors.sort { ($0.misfit, $0.index) < ($1.misfit, $1.index) }
        // All at once, then only the convincing ones, then the best alone.
        var sets = [factors]
        let convincing = factors.filter { $0.misfit < 0.01 }
        if !convincing.isEmpty, convincing.count < factors.count { sets.append(convincing) }
        if factors.count > 1, convincing.count != 1 { sets += factors.prefix(3).map { [$0] } }
        return sets.enumerated().compactMap { order, set in
            reduce(problem, by: set, price: 0.1 + Double(order) * 0.01)
        } + guessed
    }

    /// The problem without the factors; nil when they are all there is: that is left to the strategy for full power laws,
    /// which also finds the constant.
    private func reduce(_ problem: ReducedProblem, by set: [Factor], price: Double) -> ReductionProposal? {
        problem.dividing(byPowers: set.map { ($0.index, $0.exponent) }).map {
            ReductionProposal(problem: $0, misfit: set.map(\.misfit).max() ?? 0, price: price)
        }
    }
}
