import SymbolicRegression

/// A fit with everything that its documents tell: the result, the data, the options, the run.
public struct FitReport: Sendable {
    /// The answer.
    public var result: FitResult
    /// What was read.
    public var input: InputFacts
    /// The options that decided the answer.
    public var options: FitOptions
    /// Wall-clock limit in seconds, if there was one.
    public var timeoutSeconds: Double?
    /// Facts of the run; nil leaves them out, so that equal searches give equal bytes.
    public var run: RunFacts?

    /// Makes a report.
    public init(
        result: FitResult, input: InputFacts, options: FitOptions, timeoutSeconds: Double?, run: RunFacts?
    ) {
        self.result = result
        self.input = input
        self.options = options
        self.timeoutSeconds = timeoutSeconds
        self.run = run
    }
}
