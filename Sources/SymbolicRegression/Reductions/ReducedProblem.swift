import Expressions

/// A problem after exact reductions: new columns, a new target, and the way back to the original formula.
///
/// Columns are replaced by exact functions of the original columns (`x2 - x1`, `q*V/(k*T)`) and the target by an exact
/// function of target and columns (`y/(m*c^2)`), so that no error of a surrogate ever enters the data.
struct ReducedProblem: Sendable {
    /// An input of the reduced problem.
    struct Column: Sendable {
        /// The input in terms of the original column names.
        var expression: Expression
        /// Its values, all rows.
        var values: [Double]
    }

    /// How the target was changed.
    enum TargetStep: Sendable {
        /// The target was divided by this expression of original columns.
        case divided(by: Expression)
        /// This expression of original columns was subtracted from the target.
        case subtracted(Expression)
    }

    /// The inputs.
    var columns: [Column]
    /// The target, all rows.
    var target: [Double]
    /// Changes of the target, in the order in which they were made.
    var targetSteps: [TargetStep]
    /// The reductions in words, outermost first.
    var notes: [String]

    /// The unreduced problem.
    init(_ problem: RegressionProblem) {
        columns = zip(problem.inputNames, problem.inputs).map { Column(expression: .variable($0), values: $1) }
        target = problem.target
        targetSteps = []
        notes = []
    }

    /// Number of inputs.
    var dimension: Int { columns.count }
    /// Values of all inputs.
    var values: [[Double]] { columns.map(\.values) }

    /// The formula for the original target that belongs to `expression` for this target, both in original columns.
    func lift(_ expression: Expression) -> Expression {
        targetSteps.reversed().reduce(expression) { inner, step in
            switch step {
            case .divided(let divisor): inner * divisor
            case .subtracted(let part): inner + part
            }
        }
    }
}
