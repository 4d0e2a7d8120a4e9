import Diagnostics
import Expressions
import NumericKernel

/// Power laws y = c x_1^p_1 ... x_d^p_d by linear least squares on logarithms, with free and with snapped exponents.
///
/// Rows near zero, of either sign under noise, say little about the exponents: rows count by the size of their target, and
/// the exponents are fitted again in the target's own units before they are read as fractions.
struct PowerLaw: Strategy {
    static let name = "power law"
    let stage = StrategyStage.quick

    private static let mostRows = 4000
    /// Share of the target's root mean square below which the sign of a row may be noise.
    private static let tellingShare = 0.1
    /// Share of the rows that may have the other sign beyond that.
    private static let strayShare = 0.02

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        let n = min(context.trainingRows, Self.mostRows)
        let target = Array(problem.target.prefix(n))
        let size = Statistics.rootMeanSquare(target)
        let sign: Double = target.count { $0 > 0 } * 2 >= n ? 1 : -1
        let isOneSigned = problem.target.allSatisfy { sign * $0 > 0 }
        let limit = Self.tellingShare * size
        guard size > 0, Double(target.count { sign * $0 < -limit }) <= Self.strayShare * Double(n) else { return }
        // Where all rows have one sign, they may be exact over many decades, and all count the same.
        let rows = isOneSigned ? Array(0..<n) : (0..<n).filter { sign * target[$0] > limit }
        let usable = problem.columns.filter { $0.values.allSatisfy { $0 > 0 } }
        guard !usable.isEmpty, rows.count >= max(usable.count + 2, isOneSigned ? 0 : n / 20) else { return }
        let logarithms = usable.map { $0.values.prefix(n).map(Elementary.log) }
        let weights = isOneSigned ? [Double](repeating: 1, count: n) : target.map { abs($0) / size }
        func weighted(_ column: [Double]) -> [Double] { rows.map { column[$0] * weights[$0] } }
        let columns = [weighted([Double](repeating: 1, count: n))] + logarithms.map(weighted)
        let side = rows.map { Elementary.log(sign * target[$0]) * weights[$0] }
        guard let solution = try LeastSquares.fullRank(Matrix(columns: columns), [side])?.solutions[0] else { return }
        func submit(_ exponents: [Expression], _ values: [Double]) {
            // Best constant for the given exponents, in the original target's units.
            var (top, bottom) = (0.0, 0.0)
            for i in 0..<n {
                var logarithm = 0.0
                for (j, value) in values.enumerated() { logarithm += value * logarithms[j][i] }
                let product = Elementary.exp(logarithm) * problem.sensitivity[i]
                top += product * target[i] * problem.sensitivity[i]
                bottom += product * product
            }
            guard bottom > 0, (top / bottom).isFinite, top != 0 else { return }
            let factors = zip(usable, exponents).map { Expression.power($0.expression, $1) }
            context.submit(.product([.real(top / bottom)] + factors), for: problem, by: Self.name)
        }
        func submitFractions(near exponents: [Double]) {
            for tolerance in [0.02, 0.06, 0.15] {
                let snapped = exponents.map { ExponentSnapping.fraction(near: $0, tolerance: tolerance) }
                guard snapped.allSatisfy({ $0 != nil }) else { continue }
                let exact = snapped.compactMap { $0 }
                submit(exact.map { .rational($0) }, exact.map(\.doubleValue))
            }
        }
        let exponents = Array(solution.dropFirst())
        submit(exponents.map { .real($0) }, exponents)
        submitFractions(near: exponents)
        guard !context.scoreboard.hasExact, let refined = refined(solution, usable, sign, target, problem) else {
            return
        }
        submit(refined.map { .real($0) }, refined)
        submitFractions(near: refined)
    }

    /// The exponents fitted in the units of the original target.
    private func refined(
        _ solution: [Double], _ usable: [ReducedProblem.Column], _ sign: Double, _ target: [Double],
        _ problem: ReducedProblem
    ) -> [Double]? {
        let names = usable.indices.map { "u\($0 + 1)" }
        let factors = zip(names, solution.dropFirst()).map { Expression.power(.variable($0), .real($1)) }
        let start = Expression.product([.real(sign * Elementary.exp(solution[0]))] + factors)
        let fit = ConstantFit(
            start, variables: names, columns: usable.map(\.values), target: target, rows: target.indices,
            weights: problem.sensitivity, iterations: 15)
        guard let fit, fit.values.count == solution.count else { return nil }
        // The factor comes first, as it does in the formula.
        return Array(fit.values.dropFirst())
    }
}
