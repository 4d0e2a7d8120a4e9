import Diagnostics
import Expressions

/// Looks for better functions in the place of short power series and of functions in the best formulas so far.
///
/// Under noise a curve in one product z of the inputs can be met by several functions. Every sum that is a series in z, and
/// every function of z, is replaced by each `SeriesFamily`; its two numbers are for a fit (`LocalImprovement`).
struct SeriesRecognition {
    static let name = "function behind a curve"

    let context: StrategyContext
    private static let mostParts = 3
    /// Rows that say how large a product typically is.
    private static let rows = 201

    /// The formula with each curve replaced by each function.
    func replacements(in formula: Expression) -> [Expression] {
        var parts: [(shape: ShapeOfProduct, rebuild: (Expression) -> Expression)] = []
        func visit(_ node: Expression, _ rebuild: @escaping (Expression) -> Expression) {
            if let shape = shape(node) {
                parts.append((shape, rebuild))
                return
            }
            let children = node.children
            for (k, child) in children.enumerated() {
                visit(child) { new in
                    var changed = children
                    changed[k] = new
                    return rebuild(node.replacingChildren(changed))
                }
            }
        }
        visit(formula) { $0 }
        return parts.prefix(Self.mostParts).flatMap { shape, rebuild in
            functions(for: shape).map { variants in
                variants.lazy.map(rebuild).first(where: isDefined) ?? rebuild(variants[0])
            }
        }
    }

    private func shape(_ node: Expression) -> ShapeOfProduct? {
        if case .sum(let parts) = node {
            // Two plain terms such as 1 - x say what they mean.
            guard parts.count > 2 || parts.contains(where: Self.hasNumber) else { return nil }
            return PowerSeries(parts).map { series in
                // The term that is the largest one stands in front.
                let z = typicalSize(of: series.variable)
                let last = series.terms[series.terms.count - 1]
                let isDescending =
                    abs(last.coefficient) * Elementary.pow(z, Double(last.order)) > abs(series.terms[0].coefficient)
                return ShapeOfProduct(isDescending ? series.reversed : series).rooted
            }
        }
        return ShapeOfProduct(node)?.rooted
    }

    /// Whether a term has a number in front, or is one.
    private static func hasNumber(_ term: Expression) -> Bool {
        let factors = if case .product(let list) = term { list } else { [term] }
        return factors.contains { factor in
            switch factor {
            case .rational(let value): value != .one && value != .minusOne
            case .real, .constant: true
            default: false
            }
        }
    }

    /// Root mean square of a product over some training rows.
    func typicalSize(of product: Expression) -> Double { Statistics.rootMeanSquare(values(of: product)) }

    /// Smallest and largest value of a product over some training rows; nil when it has none.
    func range(of product: Expression) -> ClosedRange<Double>? {
        let values = values(of: product)
        guard let least = values.min(), let most = values.max() else { return nil }
        return least...most
    }

    private func values(of product: Expression) -> [Double] {
        let problem = context.scoreboard.problem
        return (0..<min(context.trainingRows, Self.rows)).map { row in
            let point = Dictionary(zip(problem.inputNames, problem.inputs.map { $0[row] })) { first, _ in first }
            return product.numericValue(point)
        }.filter(\.isFinite)
    }

    /// Whether a formula has a value on every training row.
    private func isDefined(_ formula: Expression) -> Bool {
        context.scoreboard.residuals(of: formula, rows: 0..<context.trainingRows) != nil
    }

    /// Factors of the number in a function, tried until it is defined on all rows: where a root ends just outside the rows, a
    /// number a little too large ends it inside.
    private static let shrinking = [1, 0.97, 0.9, 0.75]

    /// The functions that agree with a curve at a typical value of its variable, each with smaller numbers behind it.
    private func functions(for shape: ShapeOfProduct) -> [[Expression]] {
        let typical = typicalSize(of: shape.variable)
        guard typical > 0, typical.isFinite, shape.scale != 0 else { return [] }
        let change = shape.relativeValue(typical) - 1
        guard change.isFinite, change != 0 else { return [] }
        let front = Expression.real(shape.scale) * shape.front
        return SeriesFamily.all.compactMap { family in
            let number = change / (family.slope * Elementary.pow(typical, Double(family.order)))
            guard number.isFinite, family.sign.map({ $0 * number > 0 }) ?? true else { return nil }
            return Self.shrinking.map { front * family.formula(shape.variable, $0 * number) }
        }
    }
}
