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

    /// Makes a problem; all columns must be finite and equally long.
    public init(inputNames: [String], inputs: [[Double]], targetName: String, target: [Double]) {
        precondition(inputNames.count == inputs.count && inputs.allSatisfy { $0.count == target.count })
        self.inputNames = inputNames
        self.inputs = inputs
        self.targetName = targetName
        self.target = target
    }

    /// Number of rows.
    public var rowCount: Int { target.count }
}
