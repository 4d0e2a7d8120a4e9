import Diagnostics
import Expressions
import NumericKernel

/// Quotients of sparse polynomials under noise: T(y) = P/Q.
///
/// The linear problem P - T(y) Q = 0 with one coefficient of Q pinned to 1, its rows weighted with 1/Q of the step before
/// (Sanathanan & Koerner 1963); the target inside the columns is replaced by the prediction of the step before, since
/// noise there pulls the coefficients towards zero. The terms are chosen on the last of these linear problems, then all
/// numbers are fitted in the units of the original target.
struct RationalRegression: Strategy {
    static let name = "rational function of few terms"
    let stage: StrategyStage
    /// Largest price of an atom set.
    private let maximumPrice: Double

    private static let mostRows = 1000
    private static let mostPins = 7
    /// The same for atom sets that are more than the inputs.
    private static let fewerPins = 2
    /// With this many inputs terms are many and quotients of all of them rare.
    private static let wide = 5
    private static let widePins = 3

    /// A regression over the atom sets that cost at most `maximumPrice`.
    init(stage: StrategyStage, maximumPrice: Double) {
        self.stage = stage
        self.maximumPrice = maximumPrice
    }

    /// Products of atoms above and below the bar.
    private struct Shape {
        var top: [Expression]
        var topValues: [[Double]]
        var bottom: [Expression]
        var bottomValues: [[Double]]
    }

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        guard !context.trustsRows, let noisy = NoisyTarget(problem, context, limit: Self.mostRows), noisy.rows >= 20
        else { return }
        for set in AtomSet.all(for: problem) where set.price <= maximumPrice {
            guard let shape = shape(of: set, rows: noisy.rows) else { continue }
            let isWide = problem.dimension >= Self.wide
            let transforms: [TargetTransform] =
                if set.price > 0 { [.identity] } else if isWide { [.identity, .square] } else {
                    [.identity, .square, .exponential]
                }
            for transform in transforms {
                guard let working = noisy.working(transform) else { continue }
                // Any term of Q may be the one that is there for certain.
                let pins = set.price > 0 ? Self.fewerPins : isWide ? Self.widePins : Self.mostPins
                for pin in shape.bottom.indices.prefix(pins) {
                    if context.control.isStopping || context.scoreboard.hasExact { return }
                    context.control.charge(4)
                    attempt(shape, pin, transform, working, noisy, problem, context)
                }
            }
        }
    }

    private func shape(of set: AtomSet, rows: Int) -> Shape? {
        let atoms = set.atoms.count
        let degrees: [(top: Int, bottom: Int)] =
            switch atoms {
            case 1: [(4, 4), (3, 2)]
            case 2: [(3, 3), (3, 2), (2, 2)]
            case 3: [(3, 2), (2, 2)]
            case 4, 5: [(2, 2), (2, 1)]
            default: [(2, 1)]
            }
        for degree in degrees {
            guard let top = set.monomials(degree: degree.top, limit: 60),
                let bottom = set.monomials(degree: degree.bottom, limit: 40), 2 * (top.count + bottom.count) <= rows
            else { continue }
            func finite(_ monomials: [[Int]]) -> [(Expression, [Double])] {
                monomials.map { (set.expression($0), set.values($0, rows: 0..<rows)) }
                    .filter { $0.1.allSatisfy(\.isFinite) }
            }
            let (above, below) = (finite(top), finite(bottom))
            return Shape(
                top: above.map(\.0), topValues: above.map(\.1), bottom: below.map(\.0), bottomValues: below.map(\.1))
        }
        return nil
    }

    private func attempt(
        _ shape: Shape, _ pin: Int, _ transform: TargetTransform, _ working: (target: [Double], weights: [Double]),
        _ noisy: NoisyTarget, _ problem: ReducedProblem, _ context: StrategyContext
    ) {
        let fit = PinnedQuotient(
            top: shape.topValues, bottom: shape.bottomValues, pin: pin, target: working.target,
            weights: working.weights)
        var state = fit.start(smoothed: transform == .identity ? noisy.smoothed : noisy.smoothed.map { transform($0) })
        for _ in 0..<2 {
            guard let next = fit.refined(state, members: nil) else { break }
            state = next
        }
        let model = fit.model(state)
        guard model.targetLength > 0 else { return }
        let names = shape.top + shape.bottom
        var sums = LinearSearch(noisy: noisy, start: model, expressions: fit.terms.map { names[$0] })
        sums.maximumSize = 8
        let limit = (context.scoreboard.shortest?.bits ?? .infinity) + 150
        let sign: Double = (problem.target.first ?? 1) < 0 ? -1 : 1
        for subset in sums.subsets(5) where subset.bits < limit && subset.members.count > 1 {
            var members = subset.members
            var refined = state
            for _ in 0..<3 {
                guard let next = fit.refined(refined, members: members) else { break }
                refined = next
            }
            let numbers = refined.coefficients ?? zip(members, subset.coefficients).map { ($0, $1) }
            members = numbers.map(\.0)
            var (above, below): ([Expression], [Expression]) = ([], [shape.bottom[pin]])
            for (member, value) in numbers {
                let term = fit.terms[member]
                if term < shape.top.count {
                    above.append(.real(value) * shape.top[term])
                } else {
                    below.append(.real(value) * shape.bottom[term - shape.top.count])
                }
            }
            // Without a second term below the bar it is a plain sum, which others look for.
            guard !above.isEmpty, below.count > 1 else { continue }
            let quotient = Expression.sum(above) / .sum(below)
            let formula = transform.inverse(quotient, sign: sign)
            RefinedSubmission(problem: problem, context: context).submit(formula, by: Self.name)
            if transform == .identity {
                submitPartialFractions(shape, .sum(below), refined.denominator, noisy, problem, context)
            }
        }
    }

    /// Sums of products, some of them divided by a polynomial: 20 - x - x*y/(1 + x^2/2) is shorter than the quotient.
    private func submitPartialFractions(
        _ shape: Shape, _ denominator: Expression, _ values: [Double], _ noisy: NoisyTarget,
        _ problem: ReducedProblem, _ context: StrategyContext
    ) {
        let columns = shape.topValues + shape.topValues.map { zip($0, values).map { $0 / $1 } }
        let expressions = shape.top + shape.top.map { $0 / denominator }
        let start = SweptGram(columns: columns, target: noisy.values, weights: noisy.sensitivity.map(abs))
        var sums = LinearSearch(noisy: noisy, start: start, expressions: expressions)
        sums.maximumSize = 6
        sums.width = 6
        sums.isThorough = false
        let limit = (context.scoreboard.shortest?.bits ?? .infinity) + 100
        for sum in sums.best(2) where sum.bits < limit {
            RefinedSubmission(problem: problem, context: context).submit(sum.expression, by: Self.name)
        }
    }
}
