import Expressions

/// Finds pairs of inputs that enter through one combination `u = f(a) + c g(b)` or `f(a) * g(b)^c`.
///
/// If y = F(f(a) + c g(b), rest) then (dy/da) g'(b) c = (dy/db) f'(a) everywhere, whatever F is. Differences, sums of
/// squares, products, ratios and products with functions of one input are all of this form; c follows by least squares.
struct PairCompositions: Reduction {
    static let name = "pair compositions"

    /// A function of one input with its derivative, as it may enter a combination.
    struct Term: Sendable {
        /// Whether the combination is a product of such terms rather than a sum (the term is then its logarithm).
        let isFactor: Bool
        /// How far-fetched the term is.
        let price: Double
        /// Value; NaN outside the domain.
        let value: @Sendable (Double) -> Double
        /// Derivative of the term (of its logarithm for factors).
        let slope: @Sendable (Double) -> Double
        /// The formula.
        let expression: @Sendable (Expression) -> Expression
        /// Whether it is a factor exp(x).
        var isExponential = false
    }

    /// The terms of sums.
    static let summands: [Term] = [
        Term(isFactor: false, price: 0, value: { $0 }, slope: { _ in 1 }, expression: { $0 }),
        Term(isFactor: false, price: 0.5, value: { $0 * $0 }, slope: { 2 * $0 }, expression: { $0.raised(to: 2) }),
        Term(
            isFactor: false, price: 1, value: { 1 / $0 }, slope: { -1 / ($0 * $0) }, expression: { $0.raised(to: -1) }),
        Term(
            isFactor: false, price: 1.5, value: { $0 * $0 * $0 }, slope: { 3 * $0 * $0 },
            expression: { $0.raised(to: 3) }),
        Term(
            isFactor: false, price: 1.5, value: { $0.squareRoot() }, slope: { 0.5 / $0.squareRoot() },
            expression: { $0.squareRoot }),
        Term(
            isFactor: false, price: 1.5, value: { 1 / ($0 * $0) }, slope: { -2 / ($0 * $0 * $0) },
            expression: { $0.raised(to: -2) }),
        Term(
            isFactor: false, price: 2, value: { Elementary.exp($0) }, slope: { Elementary.exp($0) },
            expression: { .apply(.exp, $0) }),
        Term(
            isFactor: false, price: 2, value: { Elementary.sin($0) }, slope: { Elementary.cos($0) },
            expression: { .apply(.sin, $0) }),
        Term(
            isFactor: false, price: 2, value: { Elementary.cos($0) }, slope: { -Elementary.sin($0) },
            expression: { .apply(.cos, $0) }),
    ]

    /// The factors of products; their slopes are those of the logarithm.
    static let factors: [Term] = [
        Term(isFactor: true, price: 0, value: { $0 }, slope: { 1 / $0 }, expression: { $0 }),
        Term(isFactor: true, price: 1.5, value: { 1 + $0 }, slope: { 1 / (1 + $0) }, expression: { .one + $0 }),
        Term(isFactor: true, price: 1.5, value: { 1 - $0 }, slope: { -1 / (1 - $0) }, expression: { .one - $0 }),
        Term(
            isFactor: true, price: 2, value: { 1 + $0 * $0 }, slope: { 2 * $0 / (1 + $0 * $0) },
            expression: { .one + $0.raised(to: 2) }),
        Term(
            isFactor: true, price: 2, value: { 1 - $0 * $0 }, slope: { -2 * $0 / (1 - $0 * $0) },
            expression: { .one - $0.raised(to: 2) }),
        Term(
            isFactor: true, price: 2, value: { Elementary.sin($0) }, slope: { 1 / Elementary.tan($0) },
            expression: { .apply(.sin, $0) }),
        Term(
            isFactor: true, price: 2, value: { Elementary.cos($0) }, slope: { -Elementary.tan($0) },
            expression: { .apply(.cos, $0) }),
        Term(
            isFactor: true, price: 2, value: { 1 - Elementary.cos($0) },
            slope: { Elementary.sin($0) / (1 - Elementary.cos($0)) }, expression: { .one - .apply(.cos, $0) }),
        Term(
            isFactor: true, price: 2, value: { Elementary.exp($0) }, slope: { _ in 1 },
            expression: { .apply(.exp, $0) }, isExponential: true),
    ]

    func proposals(_ context: ReductionContext) -> [ReductionProposal] {
        let problem = context.problem
        guard problem.dimension > 1 else { return [] }
        var found: [ReductionProposal] = []
        // A coarse surrogate blurs the test; the comparison of surrogates decides in the end.
        let tolerance = context.surrogate.isCoarse ? 0.6 : max(3e-3, 30 * context.surrogate.relativeError)
        for a in problem.columns.indices {
            for b in problem.columns.indices.dropFirst(a + 1) {
                var best: [ReductionProposal] = []
                for (family, isProduct) in [(Self.summands, false), (Self.factors, true)] {
                    for f in family {
                        for g in family {
                            // exp(a)*exp(b)^c says the same as a + c*b.
                            guard !(f.isExponential && g.isExponential),
                                let (c, misfit) = match(context, a, b, f, g), misfit < tolerance,
                                let proposal = compose(problem, a, b, f, g, c, misfit, isProduct)
                            else { continue }
                            best.append(proposal)
                        }
                    }
                }
                best.sort { ($0.price + 8 * $0.misfit / tolerance) < ($1.price + 8 * $1.misfit / tolerance) }
                found += best.prefix(2)
            }
        }
        found.sort { ($0.price + 8 * $0.misfit / tolerance) < ($1.price + 8 * $1.misfit / tolerance) }
        return found
    }

    /// The best c in `y_a g'(b) c = y_b f'(a)` and the relative misfit, nil outside the domain.
    private func match(_ context: ReductionContext, _ a: Int, _ b: Int, _ f: Term, _ g: Term) -> (Double, Double)? {
        var (uu, uv, vv) = (0.0, 0.0, 0.0)
        let (ya, yb) = (context.gradient[a], context.gradient[b])
        let (xa, xb) = (context.points[a], context.points[b])
        for i in ya.indices {
            let (fa, gb) = (f.slope(xa[i]), g.slope(xb[i]))
            // Scaled so that points with steep terms do not dominate.
            let scale = 1 / (abs(fa) + abs(gb) + 1e-300)
            let u = ya[i] * gb * scale
            let v = yb[i] * fa * scale
            uu += u * u
            uv += u * v
            vv += v * v
        }
        guard uu.isFinite, vv.isFinite, uu > 0, vv > 0 else { return nil }
        let c = uv / uu
        let misfit = Swift.max(0, 1 - uv * uv / (uu * vv)).squareRoot()
        return c.isFinite && c != 0 ? (c, misfit) : nil
    }

    private func compose(
        _ problem: ReducedProblem, _ a: Int, _ b: Int, _ f: Term, _ g: Term, _ c: Double, _ misfit: Double,
        _ isProduct: Bool
    ) -> ReductionProposal? {
        let (left, right) = (problem.columns[a], problem.columns[b])
        let tolerance = Swift.max(0.01, Swift.min(0.25, 2 * misfit)) * Swift.max(abs(c), 0.2)
        guard let exact = ExponentSnapping.fraction(near: c, tolerance: tolerance), exact.numerator != 0 else {
            return nil
        }
        var values: [Double] = []
        values.reserveCapacity(problem.target.count)
        let expression: Expression
        if isProduct {
            for i in left.values.indices {
                values.append(f.value(left.values[i]) * PowerProduct.power(g.value(right.values[i]), exact))
            }
            let factor = g.expression(right.expression)
            expression = f.expression(left.expression) * (exact == .one ? factor : factor.raised(to: exact))
        } else {
            let coefficient = exact.doubleValue
            for i in left.values.indices {
                values.append(f.value(left.values[i]) + coefficient * g.value(right.values[i]))
            }
            let term = g.expression(right.expression)
            expression = f.expression(left.expression) + (exact == .one ? term : .rational(exact) * term)
        }
        guard values.allSatisfy(\.isFinite), problem.isPossible(expression) else { return nil }
        var smaller = problem
        // A sum of multiples of angles is an angle.
        let isAngle =
            left.scale == .angle && right.scale == .angle && !isProduct && f.price + g.price == 0 && exact.isInteger
        smaller.columns[a] = .init(expression: expression, values: values, scale: isAngle ? .angle : nil)
        smaller.columns.remove(at: b)
        smaller.notes.append("through \(expression.reportText)")
        let awkward = Double(abs(exact.numerator) - 1 + exact.denominator - 1)
        return ReductionProposal(problem: smaller, misfit: misfit, price: 1 + f.price + g.price + 0.5 * awkward)
    }
}
