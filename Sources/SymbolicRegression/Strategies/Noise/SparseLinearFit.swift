import Diagnostics
import Expressions
import NumericKernel

/// Sums of a few products under noise: T(y) = c_1 m_1 + ... + c_k m_k with m from an atom set, chosen by description length.
///
/// One Gram matrix per atom set and transform T; what follows works on that matrix alone (`SubsetSearch`). The best sums of
/// each size go to the scoreboard, which refits their numbers in the units of the original target.
struct SparseLinearFit: Strategy {
    static let name = "sparse sum"

    let stage: StrategyStage
    /// Largest number of products of an atom set.
    private let limit: Int
    private let maximumPrice: Double
    private static let mostRows = 8000
    /// Rows for atom sets that are far-fetched or large.
    private static let fewerRows = 2500

    /// Sums over the atom sets that cost at most `maximumPrice`, of at most `limit` products each.
    init(stage: StrategyStage, limit: Int, maximumPrice: Double) {
        self.stage = stage
        self.limit = limit
        self.maximumPrice = maximumPrice
    }

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        guard let full = NoisyTarget(problem, context, limit: Self.mostRows) else { return }
        let short = NoisyTarget(problem, context, limit: Self.fewerRows) ?? full
        for set in AtomSet.all(for: problem) where set.price <= maximumPrice {
            guard let monomials = monomials(of: set, rows: full.rows) else { continue }
            let noisy = set.price > 0 || monomials.count > 100 ? short : full
            let terms = monomials.map { (set.expression($0), set.values($0, rows: 0..<noisy.rows)) }
                .filter { $0.1.allSatisfy(\.isFinite) }
            let transforms: [TargetTransform] =
                set.price == 0
                ? [.identity, .reciprocal, .square, .reciprocalSquare, .logarithm, .exponential, .squareRoot]
                : set.price <= 1.25 ? [.identity, .reciprocal, .square, .reciprocalSquare, .logarithm] : [.identity]
            for transform in transforms {
                if context.control.isStopping || context.scoreboard.hasExact { return }
                fit(terms, transform, noisy, problem, context)
            }
        }
    }

    /// Products up to the largest degree that the number of rows and `limit` allow.
    private func monomials(of set: AtomSet, rows: Int) -> [[Int]]? {
        let most = min(limit, rows / 2)
        var best: [[Int]]?
        for degree in 1...(set.atoms.count == 1 ? 9 : 6) {
            guard let next = set.monomials(degree: degree, limit: most) else { break }
            best = next
        }
        return best
    }

    private func fit(
        _ terms: [(expression: Expression, values: [Double])], _ transform: TargetTransform, _ noisy: NoisyTarget,
        _ problem: ReducedProblem, _ context: StrategyContext
    ) {
        guard let working = noisy.working(transform) else { return }
        context.control.charge(1)
        let start = SweptGram(columns: terms.map(\.values), target: working.target, weights: working.weights)
        guard start.targetLength > 0 else { return }
        let sums = LinearSearch(noisy: noisy, start: start, expressions: terms.map(\.expression))
        let sign: Double = (problem.target.first ?? 1) < 0 ? -1 : 1
        let limit = (context.scoreboard.shortest?.bits ?? .infinity) + LinearSearch.reach
        for sum in sums.best(8) where sum.bits < limit {
            context.submit(transform.inverse(sum.expression, sign: sign), for: problem, by: Self.name)
        }
    }
}
