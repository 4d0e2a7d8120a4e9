import Diagnostics
import Expressions
import NumericKernel

/// Oscillations under noise: y = A (a + b cos(k u) + c sin(k u)) with u a product of powers or a difference of inputs and A a
/// power of one input.
///
/// All rows are noisy but there are many of them: each hypothesis is judged by the share of the target that it leaves on a
/// few hundred rows, over a grid of rates fine enough not to step over a peak of the periodogram (Lomb 1976).
struct WaveRegression: Strategy {
    static let name = "wave"
    let stage = StrategyStage.thorough

    private static let probeRows = 300
    /// Half turns over the table at the fastest rate.
    private static let mostHalfTurns = 40.0
    /// A wave that leaves more of the target than this is none.
    private static let evidence = 0.7

    /// A phase or an amplitude.
    private struct Factor {
        var expression: Expression
        var values: [Double]
    }

    /// A wave that explains much of the target.
    private struct Sighting {
        var residual: Double
        var phase: Int
        var amplitude: Int
        var rate: Double
        /// Distance of the rates on the grid.
        var step: Double
    }

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        guard (1...5).contains(problem.dimension), let noisy = NoisyTarget(problem, context, limit: 4000),
            noisy.rows >= 40
        else { return }
        let rows = min(noisy.rows, Self.probeRows)
        let phases = phases(of: problem, noisy.rows)
        let amplitudes = amplitudes(of: problem, noisy.rows)
        let weighted = (0..<rows).map { noisy.values[$0] * noisy.sensitivity[$0] }
        let total = weighted.reduce(0) { $0 + $1 * $1 }
        guard total > 0 else { return }
        let scaled = amplitudes.map { amplitude in (0..<rows).map { amplitude.values[$0] * noisy.sensitivity[$0] } }
        var sightings: [Sighting] = []
        for (p, phase) in phases.enumerated() {
            if context.control.isStopping { return }
            context.control.charge(1)
            let u = Array(phase.values.prefix(rows)).sorted()
            // Outliers of a quotient must not set the scale.
            let range = u[rows * 19 / 20] - u[rows / 20]
            guard range > 0, range.isFinite else { continue }
            let step = 0.5 * Double.pi / range
            var best: [Int: Sighting] = [:]
            var rate = step
            while rate <= Self.mostHalfTurns * Double.pi / range {
                let cosine = (0..<rows).map { Elementary.cos(rate * phase.values[$0]) }
                let sine = (0..<rows).map { Elementary.sin(rate * phase.values[$0]) }
                for (a, amplitude) in scaled.enumerated() {
                    let residual = Self.residual(amplitude, cosine, sine, weighted) / total
                    if residual < best[a]?.residual ?? Self.evidence {
                        best[a] = Sighting(residual: residual, phase: p, amplitude: a, rate: rate, step: step)
                    }
                }
                rate += step
            }
            sightings += best.keys.sorted().compactMap { best[$0] }
        }
        sightings.sort { ($0.residual, $0.phase, $0.amplitude) < ($1.residual, $1.phase, $1.amplitude) }
        for sighting in sightings.prefix(8) {
            if context.control.isStopping || context.scoreboard.hasExact { return }
            refine(sighting, phases[sighting.phase], amplitudes[sighting.amplitude], noisy, problem, context)
        }
    }

    /// Products of powers, differences, and differences times a third input.
    private func phases(of problem: ReducedProblem, _ rows: Int) -> [Factor] {
        let columns = problem.columns
        let exponents: [Int] = columns.count <= 2 ? [0, 1, -1, 2, -2] : [0, 1, -1]
        var result: [Factor] = []
        func add(_ expression: Expression, _ values: [Double]) {
            if values.allSatisfy({ $0.isFinite && abs($0) < 1e6 }) {
                result.append(Factor(expression: expression, values: values))
            }
        }
        func visit(_ k: Int, _ powers: [Int]) {
            guard k == columns.count else {
                for exponent in exponents { visit(k + 1, powers + [exponent]) }
                return
            }
            guard powers.contains(where: { $0 > 0 }) else { return }
            var values = [Double](repeating: 1, count: rows)
            var factors: [Expression] = []
            for (column, power) in zip(columns, powers) where power != 0 {
                for i in 0..<rows { values[i] *= PowerProduct.power(column.values[i], Rational(power)) }
                factors.append(power == 1 ? column.expression : column.expression.raised(to: power))
            }
            add(factors.count == 1 ? factors[0] : .product(factors), values)
        }
        visit(0, [])
        for a in columns.indices {
            for b in columns.indices where a < b {
                let difference = (0..<rows).map { columns[a].values[$0] - columns[b].values[$0] }
                let expression = columns[a].expression - columns[b].expression
                add(expression, difference)
                for c in columns.indices where c != a && c != b {
                    add(expression * columns[c].expression, (0..<rows).map { difference[$0] * columns[c].values[$0] })
                }
            }
        }
        return result
    }

    /// 1 and powers of single inputs.
    private func amplitudes(of problem: ReducedProblem, _ rows: Int) -> [Factor] {
        var result = [Factor(expression: .one, values: [Double](repeating: 1, count: rows))]
        for column in problem.columns {
            let isPositive = column.values.allSatisfy { $0 > 0 }
            let powers = [Rational(1), Rational(2), Rational(-1), Rational(-2)].map { Optional($0) }
            for power in powers + [Rational(1, 2), Rational(-1, 2)] {
                guard let power, isPositive || power.isInteger else { continue }
                let values = (0..<rows).map { PowerProduct.power(column.values[$0], power) }
                if values.allSatisfy({ $0.isFinite && abs($0) < 1e9 }) {
                    result.append(Factor(expression: column.expression.raised(to: power), values: values))
                }
            }
        }
        return result
    }

    /// Sum of squares that a (p + q f + r g) leaves of t at the best p, q, r.
    private static func residual(_ a: [Double], _ f: [Double], _ g: [Double], _ t: [Double]) -> Double {
        var (aa, af, ag, ff, fg, gg) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        var (ta, tf, tg, tt) = (0.0, 0.0, 0.0, 0.0)
        for i in a.indices {
            let square = a[i] * a[i]
            let (cosine, sine) = (f[i], g[i])
            aa += square
            af += square * cosine
            ag += square * sine
            ff += square * cosine * cosine
            fg += square * cosine * sine
            let product = a[i] * t[i]
            ta += product
            tf += product * cosine
            tg += product * sine
            tt += t[i] * t[i]
        }
        gg = aa - ff
        // Cholesky by hand; a rate too slow to tell sine from constant counts as no fit.
        let small = 1e-9 * aa
        guard aa > 0 else { return tt }
        let f1 = ff - af * af / aa
        guard f1 > small else { return tt }
        let g1 = fg - af * ag / aa
        let g2 = gg - ag * ag / aa - g1 * g1 / f1
        guard g2 > small else { return tt }
        let r1 = tf - af * ta / aa
        let r2 = tg - ag * ta / aa - g1 * r1 / f1
        return tt - ta * ta / aa - r1 * r1 / f1 - r2 * r2 / g2
    }

    /// Refines the rate on all rows, chooses among constant, cosine and sine, and submits.
    private func refine(
        _ sighting: Sighting, _ phase: Factor, _ amplitude: Factor, _ noisy: NoisyTarget, _ problem: ReducedProblem,
        _ context: StrategyContext
    ) {
        let weights = noisy.sensitivity.map(abs)
        func model(_ rate: Double) -> SweptGram {
            let cosine = zip(amplitude.values, phase.values).map { $0 * Elementary.cos(rate * $1) }
            let sine = zip(amplitude.values, phase.values).map { $0 * Elementary.sin(rate * $1) }
            return SweptGram(columns: [amplitude.values, cosine, sine], target: noisy.values, weights: weights)
        }
        func residual(_ rate: Double) -> Double {
            var model = model(rate)
            for j in 0..<3 where model.residual(entering: j) != nil { model.enter(j) }
            return model.residual
        }
        let minimum = GoldenSection.minimum(
            of: residual, from: max(sighting.rate - sighting.step, 0.1 * sighting.step),
            to: sighting.rate + sighting.step)
        let angle = Expression.real(minimum) * phase.expression
        let shapes: [Expression] = [.one, .apply(.cos, angle), .apply(.sin, angle)]
        let sums = LinearSearch(noisy: noisy, start: model(minimum), expressions: shapes)
        for sum in sums.best(3) {
            let formula = amplitude.expression == .one ? sum.expression : amplitude.expression * sum.expression
            RefinedSubmission(problem: problem, context: context).submit(formula, by: Self.name)
        }
    }
}
