import Diagnostics
import Expressions

/// What the strategies for noisy data need to know about a target: how much each row counts and where the truth lies.
struct NoisyTarget {
    /// Number of training rows in use.
    let rows: Int
    /// The measured target.
    let values: [Double]
    /// d(original target)/d(target) times the weight of the row.
    let sensitivity: [Double]
    /// The target with most of its noise taken out.
    let smoothed: [Double]
    /// Sum of squares of the original residuals divided by this is their mean square.
    private let measure: DescriptionLength

    /// Prepares a problem; at most `limit` rows are used. Nil when there is nothing to do.
    init?(_ problem: ReducedProblem, _ context: StrategyContext, limit: Int) {
        let rows = min(context.trainingRows, limit)
        guard rows >= 8, !context.scoreboard.hasExact, !context.control.isStopping, problem.dimension > 0 else {
            return nil
        }
        self.rows = rows
        values = Array(problem.target.prefix(rows))
        sensitivity = Array(problem.sensitivity.prefix(rows))
        measure = context.scoreboard.descriptionLength
        guard values.allSatisfy(\.isFinite), sensitivity.allSatisfy(\.isFinite) else { return nil }
        smoothed = problem.smoothed.map { Array($0.prefix(rows)) } ?? values
    }

    /// Bits of residuals whose weighted sum of squares is `share` of the squared `length`.
    func residualBits(share: Double, length: Double) -> Double {
        measure.residualBits(meanSquare: share * length * length / Double(rows))
    }

    /// Bits of a term with a coefficient, when the residuals are this share of the target.
    func termBits(_ expression: Expression, share: Double) -> Double {
        let number = min(measure.constantBits(relativeResidual: share.squareRoot()), 16)
        return 2 + number + (expression == .one ? 0 : 2 + measure.structureBits(expression, realConstantBits: number))
    }

    /// The target and the weights of a linear fit to T(y), free of the bias that a curved T gives to noisy values: T is
    /// taken as its tangent at the smoothed target, as in the iterations of generalised linear models (McCullagh & Nelder
    /// 1989, §2.5). Nil where T is not defined on the smoothed target.
    func working(_ transform: TargetTransform) -> (target: [Double], weights: [Double])? {
        guard transform != .identity else { return (values, sensitivity.map(abs)) }
        guard transform.apply(smoothed) != nil else { return nil }
        var target = [Double](repeating: 0, count: rows)
        var weights = target
        for i in 0..<rows {
            let slope = transform.slope(smoothed[i])
            target[i] = transform(smoothed[i]) + slope * (values[i] - smoothed[i])
            weights[i] = abs(sensitivity[i] / slope)
        }
        guard target.allSatisfy(\.isFinite), weights.allSatisfy(\.isFinite) else { return nil }
        return (target, weights)
    }
}
