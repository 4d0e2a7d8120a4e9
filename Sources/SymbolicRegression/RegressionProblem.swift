/// A table seen as a question: which f gives target = f(inputs)?
public struct RegressionProblem: Sendable {
    /// Names of the inputs, unique, any text.
    public var inputNames: [String]
    /// One column of values per input, all of the same length, finite.
    public var inputs: [[Double]]
    /// Name of the target.
    public var targetName: String
    /// The target, as long as the columns, finite.
    public var target: [Double]
    /// Standard deviation of the target in each row, positive and finite; nil when all rows count the same.
    public var sigma: [Double]?
    /// Whether `sigma` is in units of the target, so that residuals can be compared with it; otherwise only its ratios
    /// between rows mean something.
    public var isSigmaAbsolute: Bool
    /// Units of the columns; nil when units play no part.
    public var units: ProblemUnits?

    /// Makes a problem; all columns must be finite and equally long, `sigma` positive.
    public init(
        inputNames: [String], inputs: [[Double]], targetName: String, target: [Double], sigma: [Double]? = nil,
        isSigmaAbsolute: Bool = false, units: ProblemUnits? = nil
    ) {
        precondition(inputNames.count == inputs.count && inputs.allSatisfy { $0.count == target.count })
        precondition(sigma.map { $0.count == target.count && $0.allSatisfy { $0 > 0 && $0.isFinite } } ?? true)
        self.inputNames = inputNames
        self.inputs = inputs
        self.targetName = targetName
        self.target = target
        self.sigma = sigma
        self.isSigmaAbsolute = isSigmaAbsolute && sigma != nil
        self.units = units
    }

    /// Number of rows.
    public var rowCount: Int { target.count }

    /// The standard deviation of a row of average weight, `1/sqrt(mean(1/sigma^2))`; nil when all rows count the same.
    var typicalSigma: Double? {
        guard let sigma, let least = sigma.min() else { return nil }
        // Relative to the least one, so that no square overflows.
        return least / Statistics.rootMeanSquare(sigma.map { least / $0 })
    }

    /// What residuals are multiplied by before they are squared, `typicalSigma/sigma`; their mean square is 1. Nil when all
    /// rows count the same.
    var residualFactors: [Double]? {
        guard let sigma, let typicalSigma else { return nil }
        return sigma.map { typicalSigma / $0 }
    }
}
