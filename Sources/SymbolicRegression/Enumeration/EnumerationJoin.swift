import Diagnostics
import Expressions
import NumericKernel

/// Exact enumeration: all expressions up to a size by value, then pairs of them joined by hash to T(y).
///
/// A library of N expressions answers for all a + b e, b e1 e2, e1 + b e2 and (e1 e2 shifted by a small integer)
/// under every transform T of the target, that is for about N^2 formulas, in time proportional to N.
struct EnumerationJoin: Strategy {
    static let name = "enumeration"
    let stage = StrategyStage.exhaustive

    private let limit: Int
    private let rows = 12

    /// A search over at most `limit` expressions.
    init(limit: Int = 400_000) { self.limit = limit }

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        guard context.noise == nil else { return }
        // The scoreboard re-checks every hit on all rows; a handful of rows suffices to find them.
        let n = min(rows, context.trainingRows)
        guard n >= 8, problem.dimension <= 8 else { return }
        let constants: [(Expression, Double)] = [
            (.one, 1), (.integer(2), 2), (.constant(.pi), Double.pi),
        ]
        let library = ValueLibrary(
            columns: problem.columns.map { ($0.expression, Array($0.values.prefix(n))) },
            constants: constants.map { (expression: $0.0, value: $0.1) }, maximumComplexity: 12, limit: limit,
            rules: context.options.rules, shouldStop: { context.control.isStopping })
        context.control.charge(library.count)
        if context.control.isStopping { return }
        context.scoreboard.note(
            exhausted: library.completeComplexity, expressions: library.count, inputs: problem.dimension)
        var affine = HashIndex(capacity: library.count)
        var scale = HashIndex(capacity: library.count)
        for k in 0..<library.count {
            let v = k * n
            let key = ValueKey.scaleInvariant(
                library.values[v], library.values[v + 1], library.values[v + 2], library.values[v + 3])
            if key != 0 { _ = scale.insert(key, k) }
            let second = ValueKey.affineInvariant(
                library.values[v], library.values[v + 1], library.values[v + 2], library.values[v + 3],
                library.values[v + 4])
            if second != 0 { _ = affine.insert(second, k) }
        }
        let join = Join(library: library, affine: affine, scale: scale, problem: problem, context: context, rows: n)
        for transform in TargetTransform.allCases {
            guard let target = transform.apply(problem.target) else { continue }
            join.affineMatch(transform, target)
        }
        if join.found { return }
        for shift in [0.0, 1, -1, 2, -2] {
            for transform in [TargetTransform.identity, .square, .reciprocal, .exponential, .sine, .cosine] {
                guard let target = transform.apply(problem.target), !context.control.isStopping else { continue }
                join.products(transform, target, shift: shift)
                if join.found { return }
                if shift == 0 { join.sums(transform, target) }
                if join.found { return }
            }
        }
    }

    /// Look-ups of one library against transforms of one target.
    private final class Join {
        let library: ValueLibrary
        let affine: HashIndex
        let scale: HashIndex
        let problem: ReducedProblem
        let context: StrategyContext
        let rows: Int
        var found = false
        /// Hits that did not hold on all rows; a stop against pathological targets.
        var misses = 0

        init(
            library: ValueLibrary, affine: HashIndex, scale: HashIndex, problem: ReducedProblem,
            context: StrategyContext, rows: Int
        ) {
            self.library = library
            self.affine = affine
            self.scale = scale
            self.problem = problem
            self.context = context
            self.rows = rows
        }

        private var sign: Double { (problem.target.first ?? 1) < 0 ? -1 : 1 }

        private func values(_ k: Int) -> ArraySlice<Double> { library.values[(k * rows)..<((k + 1) * rows)] }

        /// t = a + b e
        func affineMatch(_ transform: TargetTransform, _ target: [Double]) {
            let t = Array(target.prefix(rows))
            let key = ValueKey.affineInvariant(t[0], t[1], t[2], t[3], t[4])
            guard key != 0 else { return }
            let k = affine.find(key)
            guard k >= 0 else { return }
            let e = Array(values(k))
            let b = (t[1] - t[0]) / (e[1] - e[0])
            let a = t[0] - b * e[0]
            confirm(transform, e.map { a + b * $0 }, t) {
                // An offset at rounding level is none.
                let offset = Swift.abs(a) < 1e-10 * Statistics.rootMeanSquare(t)
                let scaled = Expression.product([.real(b), library.expression(k)])
                return offset ? scaled : .sum([.real(a), scaled])
            }
        }

        /// t - shift = b e1 e2
        func products(_ transform: TargetTransform, _ target: [Double], shift: Double) {
            let t = target.prefix(rows).map { $0 - shift }
            library.values.withUnsafeBufferPointer { all in
                for k in 0..<library.count {
                    let v = k * rows
                    let key = ValueKey.scaleInvariant(
                        t[0] / all[v], t[1] / all[v + 1], t[2] / all[v + 2], t[3] / all[v + 3])
                    guard key != 0 else { continue }
                    let other = scale.find(key)
                    guard other >= 0 else { continue }
                    let product = zip(values(k), values(other)).map { $0 * $1 }
                    let b = t[0] / product[0]
                    confirm(transform, product.map { b * $0 }, t) {
                        let scaled = Expression.product([.real(b), library.expression(k), library.expression(other)])
                        return shift == 0 ? scaled : .sum([scaled, .integer(Int(shift))])
                    }
                    if found || misses > 500 { return }
                }
            }
        }

        /// t = e1 + b e2
        func sums(_ transform: TargetTransform, _ target: [Double]) {
            let t = Array(target.prefix(rows))
            library.values.withUnsafeBufferPointer { all in
                for k in 0..<library.count {
                    let v = k * rows
                    let key = ValueKey.scaleInvariant(
                        t[0] - all[v], t[1] - all[v + 1], t[2] - all[v + 2], t[3] - all[v + 3])
                    guard key != 0 else { continue }
                    let other = scale.find(key)
                    guard other >= 0 else { continue }
                    let (e, f) = (Array(values(k)), Array(values(other)))
                    let b = (t[0] - e[0]) / f[0]
                    confirm(transform, zip(e, f).map { $0 + b * $1 }, t) {
                        .sum([library.expression(k), .product([.real(b), library.expression(other)])])
                    }
                    if found || misses > 500 { return }
                }
            }
        }

        private func confirm(
            _ transform: TargetTransform, _ predicted: [Double], _ t: [Double], _ expression: () -> Expression
        ) {
            let residual = zip(predicted, t).map { $0 - $1 }
            guard Statistics.rootMeanSquare(residual) < 1e-8 * Statistics.rootMeanSquare(t) else { return }
            if context.submit(
                transform.inverse(expression(), sign: sign), for: problem, by: EnumerationJoin.name)
            {
                found = true
            } else {
                misses += 1
            }
        }
    }
}
