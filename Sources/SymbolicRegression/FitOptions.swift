import Expressions

/// Every choice of a fit, resolved: what is here decides the answer, together with the data.
public struct FitOptions: Sendable {
    /// Seed of every random choice (row samples, splits, starts).
    public var seed: UInt64 = 1
    /// Threads; the answer does not depend on it.
    public var threads: Int = 2
    /// Candidates that may be scored.
    public var maximumEvaluations: Int = 200_000_000
    /// Largest complexity of a formula in the result; `rules` may ask for less.
    public var maximumComplexity: Int = 60
    /// Formulas to start from, judged like any other candidate.
    public var guesses: [Guess] = []
    /// Physical constants to be recognised in the numbers of the pick.
    public var physicalConstants: [PhysicalConstant] = []
    /// What is allowed in a formula.
    public var rules = FormulaRules()

    /// The defaults.
    public init() {}
}
