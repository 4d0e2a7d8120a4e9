import Expressions

/// Pulls out functions of one input that multiply the rest: y = f(x_j)^k g(others).
///
/// The test is y_j f = k y f' for the functions of a small catalogue; k follows by least squares. `SeparableFunctions` knows many
/// more shapes but needs a surrogate whose curves can be told apart; gradients of coarse ones still speak for these.
struct SeparableFactors: Reduction {
    static let name = "separable factors"

    /// A function of one input.
    private struct Shape: Sendable {
        let price: Double
        let value: @Sendable (Double) -> Double
        let slope: @Sendable (Double) -> Double
        let expression: @Sendable (Expression) -> Expression
    }

    private static let half = Expression.power(.integer(2), .integer(-1))

    private static let shapes: [Shape] = [
        Shape(price: 1, value: Elementary.sin, slope: Elementary.cos, expression: { .apply(.sin, $0) }),
        Shape(price: 1, value: Elementary.cos, slope: { -Elementary.sin($0) }, expression: { .apply(.cos, $0) }),
        Shape(price: 1, value: Elementary.exp, slope: Elementary.exp, expression: { .apply(.exp, $0) }),
        Shape(price: 1.2, value: Elementary.log, slope: { 1 / $0 }, expression: { .apply(.log, $0) }),
        Shape(price: 1, value: { 1 + $0 }, slope: { _ in 1 }, expression: { .one + $0 }),
        Shape(price: 1, value: { 1 - $0 }, slope: { _ in -1 }, expression: { .one - $0 }),
        Shape(price: 1.2, value: { 2 + $0 }, slope: { _ in 1 }, expression: { .integer(2) + $0 }),
        Shape(price: 1.4, value: { 1 + $0 * $0 }, slope: { 2 * $0 }, expression: { .one + $0.raised(to: 2) }),
        Shape(price: 1.4, value: { 1 - $0 * $0 }, slope: { -2 * $0 }, expression: { .one - $0.raised(to: 2) }),
        Shape(
            price: 1.5, value: { Elementary.sin($0 / 2) }, slope: { Elementary.cos($0 / 2) / 2 },
            expression: { .apply(.sin, half * $0) }),
        Shape(
            price: 1.5, value: { Elementary.cos($0 / 2) }, slope: { -Elementary.sin($0 / 2) / 2 },
            expression: { .apply(.cos, half * $0) }),
        Shape(
            price: 1.5, value: { Elementary.sin($0 * 2) }, slope: { Elementary.cos($0 * 2) * 2 },
            expression: { .apply(.sin, .integer(2) * $0) }),
        Shape(
            price: 1.5, value: { Elementary.cos($0 * 2) }, slope: { -Elementary.sin($0 * 2) * 2 },
            expression: { .apply(.cos, .integer(2) * $0) }),
        Shape(
            price: 1.6, value: { Elementary.sin($0) / $0 },
            slope: { (Elementary.cos($0) - Elementary.sin($0) / $0) / $0 },
            expression: { .apply(.sin, $0) * $0.raised(to: -1) }),
        Shape(
            price: 1.6, value: { 1 - Elementary.exp(-$0) }, slope: { Elementary.exp(-$0) },
            expression: { .one - .apply(.exp, -$0) }),
        Shape(
            price: 1.6, value: { Elementary.exp($0) - 1 }, slope: Elementary.exp,
            expression: { .apply(.exp, $0) - .one }),
        Shape(
            price: 1.6, value: { $0 * Elementary.exp(-$0) }, slope: { (1 - $0) * Elementary.exp(-$0) },
            expression: { $0 * .apply(.exp, -$0) }),
        Shape(
            price: 1.4, value: { Elementary.exp(-$0 * $0 / 2) }, slope: { -$0 * Elementary.exp(-$0 * $0 / 2) },
            expression: { .apply(.exp, -half * $0.raised(to: 2)) }),
        Shape(
            price: 1.4, value: Elementary.tanh, slope: { 1 - Elementary.tanh($0) * Elementary.tanh($0) },
            expression: { .apply(.tanh, $0) }),
        Shape(
            price: 1.5, value: { 1 + Elementary.cos($0) }, slope: { -Elementary.sin($0) },
            expression: { .one + .apply(.cos, $0) }),
    ]

    func proposals(_ context: ReductionContext) -> [ReductionProposal] {
        let problem = context.problem
        guard problem.dimension > 1 else { return [] }
        var found: [ReductionProposal] = []
        let tolerance = context.surrogate.isCoarse ? 0.5 : max(3e-3, min(0.1, 30 * context.surrogate.relativeError))
        for j in problem.columns.indices {
            var best: [ReductionProposal] = []
            for shape in Self.shapes {
                var (uu, uv, vv) = (0.0, 0.0, 0.0)
                for i in context.rows.indices {
                    let x = context.points[j][i]
                    let (f, slope) = (shape.value(x), shape.slope(x))
                    let u = context.target[i] * slope
                    let v = context.gradient[j][i] * f
                    uu += u * u
                    uv += u * v
                    vv += v * v
                }
                guard uu.isFinite, vv.isFinite, uu > 0, vv > 0 else { continue }
                let misfit = Swift.max(0, 1 - uv * uv / (uu * vv)).squareRoot()
                guard misfit < tolerance,
                    let exponent = ExponentSnapping.fraction(near: uv / uu, tolerance: 0.03 + 3 * misfit),
                    exponent.numerator != 0
                else { continue }
                let column = problem.columns[j]
                var smaller = problem
                let factor = shape.expression(column.expression)
                let divisor = exponent == .one ? factor : factor.raised(to: exponent)
                let values = column.values.map { PowerProduct.power(shape.value($0), exponent) }
                guard smaller.divideTarget(by: divisor, values: values) else { continue }
                smaller.columns.remove(at: j)
                smaller.notes.append("factor \(divisor.reportText)")
                best.append(
                    ReductionProposal(
                        problem: smaller, misfit: misfit, price: shape.price + (exponent == .one ? 0 : 0.3)))
            }
            best.sort { ($0.price + 8 * $0.misfit / tolerance) < ($1.price + 8 * $1.misfit / tolerance) }
            found += best.prefix(2)
        }
        return found
    }
}
