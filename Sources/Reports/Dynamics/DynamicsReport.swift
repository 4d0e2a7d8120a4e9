import ConservationLaws
import SparseDynamics

/// A search for governing equations with everything that its documents tell.
public struct DynamicsReport: Sendable {
    /// The answer.
    public var result: DynamicsResult
    /// The data.
    public var series: TimeSeries
    /// Paths and checksums of the files, in order.
    public var files: [(path: String, sha256: String)]
    /// The options that decided the answer.
    public var options: DynamicsOptions
    /// Conserved quantities of the found system, proved exactly; nil when its coefficients are not exact numbers.
    public var laws: [ConservedLaw]?
    /// Wall-clock limit in seconds, if there was one.
    public var timeoutSeconds: Double?
    /// Facts of the run; nil leaves them out.
    public var run: RunFacts?

    /// Makes a report.
    public init(
        result: DynamicsResult, series: TimeSeries, files: [(path: String, sha256: String)], options: DynamicsOptions,
        laws: [ConservedLaw]? = nil, timeoutSeconds: Double?, run: RunFacts?
    ) {
        self.result = result
        self.series = series
        self.files = files
        self.options = options
        self.laws = laws
        self.timeoutSeconds = timeoutSeconds
        self.run = run
    }

    /// Writes the formulas of this report.
    var formulas: FormulaText { FormulaText(names: series.variables + series.inputs) }
}
