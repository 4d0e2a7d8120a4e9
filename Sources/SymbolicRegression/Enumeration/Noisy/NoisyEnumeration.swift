import Diagnostics
import Expressions

/// Enumeration under noise: by correlation with the smoothed target where exact data would be met by value.
///
/// Single expressions of a large exhaustive library, then products, quotients and sums of two forms out of a library of
/// common shapes, against several functions of the target; the best of every size are fitted to the raw target.
struct NoisyEnumeration: Strategy {
    static let name = "correlation joins"

    /// How much is enumerated.
    struct Size: Sendable {
        /// Rows that hypotheses are compared on.
        var rows: Int
        /// Expressions of the exhaustive library.
        var expressions: Int
        /// Forms that are joined as products.
        var products: Int
        /// Forms that are joined as sums.
        var sums: Int
        /// Formulas that are fitted on all training rows.
        var finalists: Int
        /// Whether an exponential or logarithm may stand inside another one.
        var hasNesting: Bool

        /// Several seconds.
        static let large = Size(
            rows: 200, expressions: 100_000, products: 1400, sums: 2000, finalists: 90, hasNesting: true)
        /// Within a second.
        static let small = Size(
            rows: 150, expressions: 12_000, products: 700, sums: 900, finalists: 50, hasNesting: false)
    }

    let stage: StrategyStage
    private let size: Size

    /// An enumeration of the given size.
    init(stage: StrategyStage, size: Size) {
        self.stage = stage
        self.size = size
    }

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        guard context.noise != nil, (1...4).contains(problem.dimension), context.trainingRows >= 24,
            let sample = ScanSample(problem, trainingRows: context.trainingRows, count: size.rows)
        else { return }
        let control = context.control
        var forms: [LinearForm] = []
        var hypotheses = 0
        // Single expressions.
        let single = sample.targets([
            .identity, .logarithm, .reciprocal, .square, .reciprocalSquare, .squareRoot, .exponential, .sine, .cosine,
        ])
        let library = ValueLibrary(
            columns: zip(sample.names, sample.columns).map { (.variable($0), $1) },
            constants: [(.one, 1), (.integer(2), 2), (.constant(.pi), Double.pi)], maximumComplexity: 12,
            limit: size.expressions, rules: context.options.rules, shouldStop: { control.isStopping })
        control.charge(library.count)
        if control.isStopping { return }
        forms += LineScan(library: library, targets: single).forms(capacity: 12, threads: context.options.threads)
        hypotheses += library.count * single.count * 2
        // Pairs.
        let common = FormLibrary(
            sample, limit: max(size.products, size.sums), rules: context.options.rules)
        let pairs = sample.targets([.identity, .logarithm, .reciprocal, .square, .sine])
        let products = ProductJoin(library: common, count: min(size.products, common.count))
        let sums = SumJoin(library: common, count: min(size.sums, common.count))
        let found = ParallelMap.map(Array(0..<2 * pairs.count), threads: context.options.threads) { k in
            k % 2 == 0
                ? products.forms(pairs[k / 2], capacity: 16, shouldStop: { control.isStopping })
                : sums.forms(pairs[k / 2], capacity: 16, shouldStop: { control.isStopping })
        }
        if control.isStopping { return }
        forms += found.flatMap { $0 }
        // Far-fetched, and apt to imitate anything smooth: only where nothing plainer explained the data.
        if !size.hasNesting { forms.removeAll(where: \.isNested) }
        let joined = products.count * products.count * 8 + sums.count * sums.count * 2
        hypotheses += joined * pairs.count
        control.charge(joined / 1000)
        CandidateRefinement(
            problem: problem, context: context, sample: sample, hypotheses: hypotheses, finalists: size.finalists
        ).submitBest(of: forms, by: Self.name)
    }
}
