import Diagnostics
import Expressions
import NumericKernel

/// Inexact enumeration: the expressions of a small library that correlate best with T(y), with slope and offset fitted.
///
/// Works with noise and on short tables. For each transform and each complexity the best few are submitted, with and
/// without offset, also as powers: ln|y| against ln|e| gives y = b e^p with a fitted exponent.
struct CorrelationScan: Strategy {
    static let name = "correlation scan"

    let stage: StrategyStage
    private let limit: Int
    private let perComplexity: Int

    /// A scan over at most `limit` expressions.
    init(stage: StrategyStage, limit: Int, perComplexity: Int = 2) {
        self.stage = stage
        self.limit = limit
        self.perComplexity = perComplexity
    }

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        let n = min(200, context.trainingRows)
        guard n >= 5, problem.dimension > 0 else { return }
        let library = ValueLibrary(
            columns: problem.columns.map { ($0.expression, Array($0.values.prefix(n))) },
            constants: [(expression: .one, value: 1), (expression: .integer(2), value: 2)], maximumComplexity: 9,
            limit: limit, rules: context.options.rules, shouldStop: { context.control.isStopping })
        context.control.charge(library.count)
        let sign: Double = (problem.target.first ?? 1) < 0 ? -1 : 1
        for transform in [TargetTransform.identity, .logarithm, .reciprocal, .square, .reciprocalSquare, .squareRoot] {
            guard let all = transform.apply(problem.target), !context.control.isStopping else { continue }
            let t = Array(all.prefix(n))
            for fit in best(library, t, logarithmic: false) {
                let e = library.expression(fit.index)
                context.submit(
                    transform.inverse(.sum([.real(fit.offset), .product([.real(fit.slope), e])]), sign: sign),
                    for: problem, by: Self.name)
            }
            for fit in proportional(library, t) {
                context.submit(
                    transform.inverse(.product([.real(fit.slope), library.expression(fit.index)]), sign: sign),
                    for: problem, by: Self.name)
            }
            if transform == .logarithm {
                for fit in best(library, t, logarithmic: true) {
                    let power = Expression.power(library.expression(fit.index), .real(fit.slope))
                    let factor = sign * Elementary.exp(fit.offset)
                    context.submit(.product([.real(factor), power]), for: problem, by: Self.name)
                }
            }
        }
    }

    private struct Line {
        var index: Int
        var slope: Double
        var offset: Double
        var quality: Double
    }

    /// Best t = a + b e (or a + b ln|e|) of each complexity by R squared.
    private func best(_ library: ValueLibrary, _ t: [Double], logarithmic: Bool) -> [Line] {
        let n = t.count
        let meanT = Statistics.mean(t)
        var varianceT = 0.0
        for value in t { varianceT += (value - meanT) * (value - meanT) }
        guard varianceT > 0 else { return [] }
        var kept: [Int: [Line]] = [:]
        for k in 0..<library.count {
            let base = k * library.rows
            var (sum, squares, cross) = (0.0, 0.0, 0.0)
            for i in 0..<n {
                let raw = library.values[base + i]
                let e = logarithmic ? (raw > 0 ? Elementary.log(raw) : .nan) : raw
                sum += e
                squares += e * e
                cross += e * (t[i] - meanT)
            }
            let variance = squares - sum * sum / Double(n)
            guard variance > 1e-12 * squares, variance.isFinite else { continue }
            let quality = cross * cross / (variance * varianceT)
            let slope = cross / variance
            keep(
                Line(index: k, slope: slope, offset: meanT - slope * sum / Double(n), quality: quality),
                Int(library.entries[k].complexity), &kept)
        }
        return kept.keys.sorted().flatMap { kept[$0] ?? [] }
    }

    /// Best t = b e of each complexity.
    private func proportional(_ library: ValueLibrary, _ t: [Double]) -> [Line] {
        let n = t.count
        var squaresT = 0.0
        for value in t { squaresT += value * value }
        guard squaresT > 0 else { return [] }
        var kept: [Int: [Line]] = [:]
        for k in 0..<library.count where library.entries[k].flags & 8 == 0 {
            let base = k * library.rows
            var (squares, cross) = (0.0, 0.0)
            for i in 0..<n {
                let e = library.values[base + i]
                squares += e * e
                cross += e * t[i]
            }
            guard squares > 0, squares.isFinite else { continue }
            keep(
                Line(index: k, slope: cross / squares, offset: 0, quality: cross * cross / (squares * squaresT)),
                Int(library.entries[k].complexity), &kept)
        }
        return kept.keys.sorted().flatMap { kept[$0] ?? [] }
    }

    private func keep(_ line: Line, _ complexity: Int, _ kept: inout [Int: [Line]]) {
        var list = kept[complexity] ?? []
        if list.count < perComplexity {
            list.append(line)
        } else if let last = list.last, line.quality > last.quality {
            list[list.count - 1] = line
        } else {
            return
        }
        list.sort { ($0.quality, -$0.index) > ($1.quality, -$1.index) }
        kept[complexity] = list
    }
}
