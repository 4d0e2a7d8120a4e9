import Expressions

/// What a fit of a form found out beside the law itself.
public struct FormEvidence: Sendable {
    /// A function that was to be found.
    public struct FilledHole: Sendable {
        /// Its name.
        public var name: String
        /// Its arguments as the form gives them.
        public var arguments: [Expression]
        /// What it turned out to be, in the arguments of its first call.
        public var expression: Expression
    }

    /// The form as the user wrote it.
    public var text: String
    /// Names of the parameters in the order of their covariance.
    public var parameters: [String]
    /// The formula with the parameters' names instead of their values; holes are filled.
    public var template: Expression
    /// Parameters that were solved for because they enter linearly.
    public var linearParameters: [String]
    /// Starting points tried.
    public var startsTried: Int
    /// Starting points that were followed to a minimum.
    public var descents: Int
    /// Of these, how many ended in the best minimum.
    public var reachedBest: Int
    /// Rows minus parameters.
    public var degreesOfFreedom: Int
    /// Sum of squared residuals over all rows, weighted if the rows are (mean weight 1).
    public var sumOfSquares: Double
    /// Root of the sum of squares over the degrees of freedom; nil without any.
    public var residualStandardDeviation: Double?
    /// Covariance of the parameters; nil entries for what the data do not determine.
    public var covariance: [[Double?]]
    /// Their correlation, likewise.
    public var correlation: [[Double?]]
    /// Half-widths of 95 % confidence intervals of the parameters.
    public var confidence95: [Double?]
    /// Sentences on parameters that the data do not determine.
    public var undetermined: [String]
    /// Largest residual by absolute value, in units of the target.
    public var largestResidual: Double
    /// Index of its row, from 0.
    public var largestResidualRow: Int
    /// Correlation of residuals of neighbouring rows in order of the table; nil for exact fits.
    public var lagCorrelation: Double?
    /// Whether a flexible model of the inputs predicts the residuals: then the form leaves out something. Nil when the rows
    /// are too few to tell.
    public var residualsPredictable: Bool?
    /// The functions that were found, in order of appearance.
    public var holes: [FilledHole] = []
}
