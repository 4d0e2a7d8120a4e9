/// A classical way to choose terms by sparse linear regression, for comparison with the search by evidence.
protocol SparseOptimizer: Sendable {
    /// Name on the command line.
    static var name: String { get }
    /// What it does, in a few words.
    static var summary: String { get }

    /// Chooses among the columns.
    ///
    /// - Parameter problem: columns of length one and a side of length one.
    /// - Returns: one coefficient per column, 0 for those left out.
    func coefficients(_ problem: RegressionRows) -> [Double]
}

/// All optimisers.
enum OptimizerRegistry {
    /// In the order in which they are listed.
    static let all: [any SparseOptimizer] = [
        SequentialThresholding(), RelaxedRegularization(), StepwiseRegression(), LassoRegression(),
        RelevanceVectors(),
    ]

    /// The optimiser with a name.
    static func named(_ name: String) -> (any SparseOptimizer)? { all.first { type(of: $0).name == name } }
}

extension DynamicsOptions {
    /// Names of the classical optimisers.
    public static var optimizerNames: [String] { OptimizerRegistry.all.map { type(of: $0).name } }
}
