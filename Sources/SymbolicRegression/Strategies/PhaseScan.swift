import Diagnostics
import Expressions
import NumericKernel

/// Laws that oscillate many times over the table: T(y) = a + b cos(k u) + c sin(k u) with u a product of powers of the
/// inputs and k from a list of the numbers that phases are multiplied with.
///
/// No smooth surrogate resolves such laws; but three unknowns and a dozen rows decide each hypothesis exactly.
struct PhaseScan: Strategy {
    static let name = "phase scan"
    let stage = StrategyStage.thorough

    /// Largest relative residual of rows that are met.
    private static let exactness = 1e-8

    private static let rates: [(factor: Rational, power: Int)] = {
        let fractions = [(1, 1), (2, 1), (1, 2), (4, 1), (3, 1), (1, 4), (3, 2), (1, 3), (8, 1)]
        return [0, 1, -1].flatMap { power in
            fractions.compactMap { pair in Rational(pair.0, pair.1).map { ($0, power) } }
        }
    }()

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        guard context.noise == nil else { return }
        let columns = problem.columns
        let n = 12
        guard (1...5).contains(columns.count), context.trainingRows >= 3 * n else { return }
        let target = Array(problem.target.prefix(n))
        let scale = Statistics.rootMeanSquare(target)
        guard scale > 0 else { return }
        let exponents: [Int] = columns.count <= 3 ? [0, 1, -1, 2, -2] : [0, 1, -1]
        var powers = [Int](repeating: 0, count: columns.count)
        func visit(_ k: Int) -> Bool {
            if k == columns.count {
                // The phase is odd or even in its sign: one of u and -u, 1/u and its partners stay distinct.
                guard powers.contains(where: { $0 > 0 }), !context.control.isStopping else { return false }
                return attempt(problem, powers, target, scale, context)
            }
            for exponent in exponents {
                powers[k] = exponent
                if visit(k + 1) { return true }
            }
            powers[k] = 0
            return false
        }
        _ = visit(0)
    }

    private func attempt(
        _ problem: ReducedProblem, _ powers: [Int], _ target: [Double], _ scale: Double, _ context: StrategyContext
    ) -> Bool {
        let n = target.count
        var u = [Double](repeating: 1, count: n)
        for (column, power) in zip(problem.columns, powers) where power != 0 {
            for i in 0..<n { u[i] *= PowerProduct.power(column.values[i], Rational(power)) }
        }
        guard u.allSatisfy({ $0.isFinite && abs($0) < 1e6 }) else { return false }
        let ones = [Double](repeating: 1, count: n)
        context.control.charge(Self.rates.count)
        for rate in Self.rates {
            let k = rate.factor.doubleValue * Elementary.pow(Double.pi, Double(rate.power))
            let cosine = u.map { Elementary.cos(k * $0) }
            let sine = u.map { Elementary.sin(k * $0) }
            guard
                let found = ExactCombination.coefficients(
                    [ones, cosine, sine], target, tolerance: Self.exactness * scale)
            else { continue }
            var factors: [Expression] = rate.factor == .one ? [] : [.rational(rate.factor)]
            if rate.power != 0 { factors.append(.power(.constant(.pi), .integer(rate.power))) }
            for (column, power) in zip(problem.columns, powers) where power != 0 {
                factors.append(power == 1 ? column.expression : column.expression.raised(to: power))
            }
            let phase = Expression.product(factors)
            var terms: [Expression] = []
            for (value, part) in zip(found, [Expression.one, .apply(.cos, phase), .apply(.sin, phase)])
            where abs(value) > 1e-9 * scale {
                terms.append(.real(value) * part)
            }
            if !terms.isEmpty, context.submit(.sum(terms), for: problem, by: Self.name) { return true }
        }
        return false
    }
}
