import ConservationLaws

/// A search for conserved quantities with everything that its documents tell.
public struct ConservationReport: Sendable {
    /// The answer.
    public var result: ConservationResult
    /// The system as it was understood.
    public var system: DynamicalSystem
    /// Path as the user gave it, `-` for standard input.
    public var path: String
    /// SHA-256 of the bytes of the file, lower-case hexadecimal.
    public var sha256: String
    /// The options that decided the answer.
    public var options: ConservationOptions
    /// Wall-clock limit in seconds, if there was one.
    public var timeoutSeconds: Double?
    /// Facts of the run; nil leaves them out, so that equal searches give equal bytes.
    public var run: RunFacts?

    /// Equations that were found for measured runs before the search, as lines of text.
    public var foundEquations: [String] = []

    /// Makes a report.
    public init(
        result: ConservationResult, system: DynamicalSystem, path: String, sha256: String,
        options: ConservationOptions, timeoutSeconds: Double?, run: RunFacts?
    ) {
        self.result = result
        self.system = system
        self.path = path
        self.sha256 = sha256
        self.options = options
        self.timeoutSeconds = timeoutSeconds
        self.run = run
    }
}
