import Diagnostics
import Dispatch
import Glibc
import Synchronization

/// Ends the process when a run has not ended soon after its time limit.
///
/// Searches look at the clock between pieces of work, so that they end with the best so far. Reading a large table or one long
/// piece of linear algebra does not; after a grace the process ends with an error and the exit code of a limit.
final class DeadlineWatch: Sendable {
    /// Seconds after the limit that a search may take to end by itself, and the share of the limit beside them.
    static let grace = (seconds: 1.0, share: 0.1)

    private let isOver = Mutex(false)
    private let seconds: Double
    private let asJSON: Bool

    /// Watches from now on; without a limit it does nothing.
    ///
    /// - Parameters:
    ///   - seconds: the limit that the user has set.
    ///   - asJSON: whether errors are wanted as JSON.
    init(seconds: Double?, asJSON: Bool) {
        self.seconds = seconds ?? 0
        self.asJSON = asJSON
        guard let seconds else { return }
        let wait = min(seconds * (1 + Self.grace.share) + Self.grace.seconds, 1e9)
        // A queue of its own: the shared workers may all be busy with the search.
        DispatchQueue(label: "deadline").asyncAfter(deadline: .now() + wait) { [weak self] in self?.expire() }
    }

    /// Calls the watch off, before a result is written.
    func end() { isOver.withLock { $0 = true } }

    private func expire() {
        // The lock stays taken until the process is gone, so that no result can be begun meanwhile.
        isOver.withLock { isOver in
            guard !isOver else { return }
            let error = DiscoverError.numeric(
                Diagnostic(
                    "limit.timeout", "the time limit of \(seconds) s ended the run before it had a result",
                    hint: "give it more time with --timeout, or a smaller table"))
            ErrorReport(error, asJSON: asJSON).print()
            _exit(Diagnostics.ExitCode.limit.rawValue)
        }
    }
}
