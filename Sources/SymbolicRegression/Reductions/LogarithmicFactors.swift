import Expressions

/// Pulls out inputs that enter as a factor x^p, read by regression of ln|y| on all ln|x|.
///
/// If y = x_j^p g(others) and the inputs are independent, the coefficient of ln x_j is p whatever g is, up to a standard error
/// that thousands of rows make small. No surrogate is needed: laws over decades, of many inputs or with much noise are
/// read where polynomials fail.
struct LogarithmicFactors: Reduction {
    static let name = "factors by logarithms"

    private static let mostRows = 4000
    /// Largest standard error of an exponent that can be read as a fraction.
    private static let largestError = 0.04
    /// Standard errors within which an exponent may be off, and what is left for errors of the weights.
    private static let standardErrors = 3.0
    private static let bias = 0.005
    private static let largestDenominator = 2

    func proposals(_ context: ReductionContext) throws -> [ReductionProposal] {
        let problem = context.problem
        let usable = problem.columns.indices.filter { j in problem.columns[j].values.allSatisfy { $0 != 0 } }
        let rows = problem.target.indices.prefix(Self.mostRows).filter { problem.target[$0] != 0 }
        guard problem.dimension > 1, !usable.isEmpty, rows.count >= 20 * (usable.count + 2) else { return [] }
        let logarithms = usable.map { j in rows.map { Elementary.log(abs(problem.columns[j].values[$0])) } }
        let sign: Double = problem.target.reduce(0, +) < 0 ? -1 : 1
        let regression = ExponentRegression(logarithms: logarithms, target: rows.map { sign * problem.target[$0] })
        guard let plain = try regression.logarithmic() else { return [] }
        // Noise on small targets pulls their logarithms down; the mean is free of that, but only the largest rows tell it.
        let readings = context.surrogate.smoothing == nil ? [plain] : [try regression.mean(from: plain), plain]
        return readings.compactMap { $0 }.enumerated().flatMap { order, exponents in
            let factors = zip(usable, exponents).compactMap { factor(problem.columns[$0], $0, $1) }
            return proposals(problem, factors, price: 0.2 + 0.1 * Double(order))
        }
    }

    /// All factors at once, those with whole exponents, those without the doubtful ones, and the surest alone.
    ///
    /// Two inputs that enter through their difference share an exponent, and have a half each.
    private func proposals(_ problem: ReducedProblem, _ factors: [Factor], price: Double) -> [ReductionProposal] {
        let sure = factors.filter { abs($0.deviation) < 2 }
        let whole = factors.filter(\.exponent.isInteger)
        var sets = [factors]
        if whole.count < factors.count { sets.append(whole) }
        if sure.count < factors.count { sets.append(sure) }
        if factors.count > 1 {
            sets += factors.sorted { ($0.error, $0.index) < ($1.error, $1.index) }.prefix(3).map { [$0] }
        }
        return sets.filter { !$0.isEmpty }.enumerated().compactMap { order, set in
            reduce(problem, by: set, price: price + 0.05 * Double(order))
        }
    }

    /// An input that may enter as a power.
    private struct Factor {
        let index: Int
        let exponent: Rational
        let error: Double
        /// Distance of the fitted exponent, in standard errors.
        let deviation: Double
    }

    private func factor(_ column: ReducedProblem.Column, _ index: Int, _ exponent: ExponentRegression.Exponent)
        -> Factor?
    {
        guard exponent.error < Self.largestError else { return nil }
        let tolerance = Self.standardErrors * exponent.error + Self.bias
        guard
            let fraction = ExponentSnapping.fraction(
                near: exponent.value, tolerance: tolerance, maximumDenominator: Self.largestDenominator),
            fraction.numerator != 0, abs(fraction.doubleValue) <= ExponentSnapping.largestExponent,
            fraction.isInteger || column.values.allSatisfy({ $0 > 0 })
        else { return nil }
        let deviation = (exponent.value - fraction.doubleValue) / (exponent.error + Self.bias)
        return Factor(index: index, exponent: fraction, error: exponent.error, deviation: deviation)
    }

    private func reduce(_ problem: ReducedProblem, by set: [Factor], price: Double) -> ReductionProposal? {
        problem.dividing(byPowers: set.map { ($0.index, $0.exponent) }).map {
            ReductionProposal(problem: $0, misfit: 0.02 * (set.map { abs($0.deviation) }.max() ?? 0), price: price)
        }
    }
}
