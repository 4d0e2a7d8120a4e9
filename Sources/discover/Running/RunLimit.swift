import Diagnostics

/// The time limit of a run: the user's from the start of the program, or a default one from the end of reading.
struct RunLimit {
    /// A run with its limit.
    struct Run {
        /// Asked by the search.
        let control: RunControl
        /// Ends the process when the search does not.
        let watch: DeadlineWatch
        /// The limit.
        let seconds: Double
    }

    private let search: SearchOptions
    private let asJSON: Bool
    private let given: Run?

    /// Starts the clock if the user has set a limit; reading counts then.
    init(_ search: SearchOptions, asJSON: Bool) {
        self.search = search
        self.asJSON = asJSON
        given = search.timeout.map { Self.run(search, seconds: $0, asJSON) }
    }

    /// The run; without a limit of the user's it begins now and has a default one.
    ///
    /// - Parameter seconds: the default limit.
    func run(otherwise seconds: Double) -> Run { given ?? Self.run(search, seconds: seconds, asJSON) }

    private static func run(_ search: SearchOptions, seconds: Double, _ asJSON: Bool) -> Run {
        Run(
            control: search.control(defaultEvaluations: .max, timeout: seconds),
            watch: DeadlineWatch(seconds: seconds, asJSON: asJSON), seconds: seconds)
    }
}
