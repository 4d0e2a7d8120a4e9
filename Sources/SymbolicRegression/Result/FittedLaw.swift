import Expressions

/// One formula with everything that was measured about it.
public struct FittedLaw: Sendable {
    /// A number measured on the rows the law was fitted to and on rows it never saw.
    public struct Split: Sendable, Equatable {
        /// On the training rows.
        public var train: Double
        /// On the held-out rows; nil when the table is too short to hold any back.
        public var heldOut: Double?
        /// Makes a pair.
        public init(train: Double, heldOut: Double?) {
            self.train = train
            self.heldOut = heldOut
        }
    }

    /// The formula in terms of the input column names, in canonical form.
    public var expression: Expression
    /// Number of nodes of the printed formula (see `Expression.complexity`).
    public var complexity: Int
    /// Bits for the formula, its constants and its residuals; smaller is better.
    public var descriptionLength: Double
    /// 1 - residual variance / target variance.
    public var rSquared: Split
    /// Root of the mean squared residual, in units of the target.
    public var rootMeanSquareError: Split
    /// The same with every row weighted by 1/sigma^2; nil when all rows count the same.
    public var weightedRootMeanSquareError: Split?
    /// Mean squared residual in units of sigma, on the training rows per degree of freedom: about 1 for a law that leaves only
    /// the noise that was stated. Nil unless sigma is known in units of the target.
    public var reducedChiSquared: Split?
    /// The numbers in the formula that were fitted, in order of appearance.
    public var constants: [FittedConstant]
    /// Whether the formula reproduces the target to rounding error.
    public var isExact: Bool
    /// Whether the printed text, parsed back and evaluated on the data, gives the stated error.
    public var isVerified: Bool
    /// The strategy that proposed it.
    public var strategy: String

    /// Makes a law from its measurements.
    public init(
        expression: Expression, complexity: Int, descriptionLength: Double, rSquared: Split,
        rootMeanSquareError: Split, weightedRootMeanSquareError: Split? = nil, reducedChiSquared: Split? = nil,
        constants: [FittedConstant], isExact: Bool, isVerified: Bool, strategy: String
    ) {
        self.expression = expression
        self.complexity = complexity
        self.descriptionLength = descriptionLength
        self.rSquared = rSquared
        self.rootMeanSquareError = rootMeanSquareError
        self.weightedRootMeanSquareError = weightedRootMeanSquareError
        self.reducedChiSquared = reducedChiSquared
        self.constants = constants
        self.isExact = isExact
        self.isVerified = isVerified
        self.strategy = strategy
    }
}
