import Datasets
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
        /// How it enters surrogates (`CoordinateTest`); nil where each surrogate decides.
        var scale: InputScale?
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
    private(set) var target: [Double]
    /// d(original target)/d(target), all rows, times the weight of the row: what an error of this target is worth in the
    /// original one. A least-squares fit
    /// to this target weighs its residuals with it, or rows with a large divisor drown in the noise of the others.
    private(set) var sensitivity: [Double]
    /// Predictions of the target by a surrogate on the training rows, freed of most of the noise; nil where none was fitted.
    var smoothed: [Double]?
    /// Changes of the target, in the order in which they were made.
    private(set) var targetSteps: [TargetStep]
    /// The reductions in words, outermost first.
    var notes: [String]

    /// The check of units; nil when they play no part.
    let units: UnitCheck?

    /// The unreduced problem.
    init(_ problem: RegressionProblem) {
        columns = zip(problem.inputNames, problem.inputs).map { Column(expression: .variable($0), values: $1) }
        target = problem.target
        sensitivity = problem.residualFactors ?? [Double](repeating: 1, count: problem.rowCount)
        targetSteps = []
        notes = []
        units = problem.units.map { UnitCheck($0) }
    }

    /// Number of inputs.
    var dimension: Int { columns.count }
    /// Values of all inputs.
    var values: [[Double]] { columns.map(\.values) }

    /// How the columns enter surrogates.
    var scales: [InputScale?] { columns.map(\.scale) }

    /// Divides the target by an expression of original columns with the given values; false, and no change, when the quotient
    /// is not finite.
    mutating func divideTarget(by divisor: Expression, values: [Double]) -> Bool {
        let quotient = zip(target, values).map { $0 / $1 }
        guard quotient.allSatisfy(\.isFinite) else { return false }
        target = quotient
        for i in sensitivity.indices { sensitivity[i] *= values[i] }
        smoothed = nil
        targetSteps.append(.divided(by: divisor))
        return true
    }

    /// Subtracts an expression of original columns with the given values from the target; false, and no change, when the
    /// difference is not finite.
    mutating func subtractFromTarget(_ part: Expression, values: [Double]) -> Bool {
        let difference = zip(target, values).map { $0 - $1 }
        guard difference.allSatisfy(\.isFinite) else { return false }
        target = difference
        smoothed = nil
        targetSteps.append(.subtracted(part))
        return true
    }

    /// Whether the units allow a combination of columns.
    func isPossible(_ combination: Expression) -> Bool { units?.isPossible(combination) ?? true }

    /// Whether the units allow all columns and all changes of the target.
    var isConsistent: Bool {
        guard let units else { return true }
        return columns.allSatisfy { units.isPossible($0.expression) }
            && units.dimension(ofHole: Self.hole, in: lift(.variable(Self.hole))) != nil
    }

    /// The dimension of the target as it is now; nil when the units do not tell.
    var targetDimension: PhysicalDimension? {
        units?.dimension(ofHole: Self.hole, in: lift(.variable(Self.hole))) ?? nil
    }

    /// Stands for the target in formulas; no column is called so, for names hold no control characters.
    private static let hole = "\u{0}"

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
