import ArgumentParser
import Diagnostics
import FoundationEssentials

/// The options that every search shares: its random numbers, its threads, its limits.
struct SearchOptions: ParsableArguments {
    /// Threads more than this help nobody and are refused.
    static let maximumThreads = 1024

    @Option(help: ArgumentHelp("Seed of all random choices.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp("Threads; the answer does not depend on it. (default: all processors)", valueName: "count"))
    var threads: Int?

    @Option(help: ArgumentHelp("Stop after this many candidates; repeats exactly.", valueName: "count"))
    var maxEvaluations: Int?

    @Option(help: ArgumentHelp("Stop after this time; does not repeat exactly.", valueName: "seconds"))
    var timeout: Double?

    func validate() throws {
        if let threads, !(1...Self.maximumThreads).contains(threads) {
            throw ValidationError("--threads must be between 1 and \(Self.maximumThreads).")
        }
        if let maxEvaluations, maxEvaluations < 1 { throw ValidationError("--max-evaluations must be at least 1.") }
        if let timeout, !(timeout > 0 && timeout <= 1e9) {
            throw ValidationError("--timeout must be a number of seconds above 0 and at most 1e9.")
        }
    }

    /// The threads to use.
    var resolvedThreads: Int {
        threads ?? min(max(ProcessInfo.processInfo.activeProcessorCount, 1), Self.maximumThreads)
    }

    /// Budget and cancellation for a run that starts now.
    ///
    /// - Parameters:
    ///   - defaultEvaluations: the budget unless the user has set one.
    ///   - seconds: the limit unless the user has set one; nil for none.
    func control(defaultEvaluations: Int, timeout seconds: Double? = nil) -> RunControl {
        RunControl(
            maximumEvaluations: maxEvaluations ?? defaultEvaluations, timeout: (timeout ?? seconds).map { .seconds($0) }
        )
    }
}
