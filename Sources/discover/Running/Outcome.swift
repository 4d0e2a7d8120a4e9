import Diagnostics
import SymbolicRegression

/// The exit code of a search.
enum Outcome {
    /// 130 or 143 after a signal; otherwise 0 for an answer, 4 when a limit came first, 1 when there is none.
    ///
    /// A law that was accepted before a limit ended the search is an answer.
    static func exitCode(isFound: Bool, stopped: StopReason, signal: ExitCode?) -> ExitCode {
        if stopped == .interrupted { return signal ?? .interrupted }
        if isFound { return .success }
        switch stopped {
        case .evaluations, .timeout: return .limit
        case .accepted, .exhausted, .interrupted: return .negative
        }
    }

    /// The code of the searches for several targets: 0 if every one has its law, otherwise the gravest one.
    static func exitCode(of results: [FitResult], signal: ExitCode?) -> ExitCode {
        let codes = results.map { exitCode(isFound: $0.status == .found, stopped: $0.stopped, signal: signal) }
        return codes.max { $0.rawValue < $1.rawValue } ?? .success
    }
}
