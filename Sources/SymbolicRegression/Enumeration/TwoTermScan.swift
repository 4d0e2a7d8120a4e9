import Diagnostics
import Expressions
import NumericKernel

/// Best T(y) = a + b e1 + c e2 over all pairs of expressions of a small library.
///
/// All pairs follow from one Gram matrix: with standardised columns the squared multiple correlation of a pair is
/// (r1^2 - 2 r1 r2 g + r2^2) / (1 - g^2).
struct TwoTermScan: Strategy {
    static let name = "two-term scan"
    let stage = StrategyStage.thorough

    private let limit: Int
    private let perComplexity = 2

    /// A scan over pairs of at most `limit` expressions.
    init(limit: Int = 300) { self.limit = limit }

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        let n = min(200, context.trainingRows)
        guard n >= 6, problem.dimension > 0 else { return }
        let library = ValueLibrary(
            columns: problem.columns.map { ($0.expression, Array($0.values.prefix(n))) },
            constants: [(expression: .one, value: 1)], maximumComplexity: 6, limit: limit,
            rules: context.options.rules, shouldStop: { context.control.isStopping })
        let sign: Double = (problem.target.first ?? 1) < 0 ? -1 : 1
        let columns = standardized(library, n)
        guard columns.count > 1 else { return }
        let gram = Matrix(columns: columns.map(\.values)).gram
        context.control.charge(columns.count * columns.count / 2)
        for transform in [TargetTransform.identity, .logarithm, .reciprocal] {
            guard let all = transform.apply(problem.target), !context.control.isStopping else { continue }
            let t = Array(all.prefix(n))
            let mean = Statistics.mean(t)
            let spread = Statistics.standardDeviation(t) * Double(n).squareRoot()
            guard spread > 0 else { continue }
            let r = columns.map { column in zip(column.values, t).reduce(0) { $0 + $1.0 * ($1.1 - mean) } / spread }
            var kept: [Int: [(i: Int, j: Int, quality: Double)]] = [:]
            for i in columns.indices {
                for j in 0..<i {
                    let g = gram[i, j]
                    guard g * g < 0.9999 else { continue }
                    let quality = (r[i] * r[i] - 2 * r[i] * r[j] * g + r[j] * r[j]) / (1 - g * g)
                    // A second term that adds nothing is left to the scan of single terms.
                    guard quality > max(r[i] * r[i], r[j] * r[j]) + 1e-4 * (1 - quality) else { continue }
                    let size = columns[i].complexity + columns[j].complexity
                    var list = kept[size] ?? []
                    if list.count < perComplexity {
                        list.append((i, j, quality))
                    } else if quality > list[list.count - 1].quality {
                        list[list.count - 1] = (i, j, quality)
                    } else {
                        continue
                    }
                    list.sort { ($0.quality, -$0.i, -$0.j) > ($1.quality, -$1.i, -$1.j) }
                    kept[size] = list
                }
            }
            for size in kept.keys.sorted() {
                for pair in kept[size] ?? [] {
                    let parts = [pair.i, pair.j].map { columns[$0].index }
                    let matrix = Matrix(
                        columns: [[Double](repeating: 1, count: n)]
                            + parts.map { Array(library.values[($0 * n)..<(($0 + 1) * n)]) })
                    guard let solution = try LeastSquares.fullRank(matrix, [t])?.solutions[0] else { continue }
                    let terms =
                        [Expression.real(solution[0])]
                        + zip(parts, solution.dropFirst()).map { .real($1) * library.expression($0) }
                    context.submit(transform.inverse(.sum(terms), sign: sign), for: problem, by: Self.name)
                }
            }
        }
    }

    private func standardized(
        _ library: ValueLibrary, _ n: Int
    ) -> [(index: Int, complexity: Int, values: [Double])] {
        (0..<library.count).compactMap { k in
            let raw = library.values[(k * n)..<((k + 1) * n)]
            let mean = Statistics.mean(raw)
            let norm = Statistics.standardDeviation(raw) * Double(n).squareRoot()
            guard norm > 1e-9 * abs(mean), norm.isFinite else { return nil }
            return (k, Int(library.entries[k].complexity), raw.map { ($0 - mean) / norm })
        }
    }
}
