import Synchronization

/// Budget and cancellation of one run, shared by all its threads.
///
/// Searches call `isStopping` between pieces of work and `charge(_:)` for work done. Budgets that decide the answer
/// count evaluations, so that results repeat; time and signals only cut a run short, and the result says so.
public final class RunControl: Sendable {
    private let evaluationsUsed = Atomic<Int>(0)
    private let externalStop = Atomic<Int>(0)
    private let deadline: ContinuousClock.Instant?
    /// The largest number of evaluations that may be used.
    public let maximumEvaluations: Int

    /// Makes a control.
    ///
    /// - Parameters:
    ///   - maximumEvaluations: budget; one evaluation is one candidate (formula, column or law) scored once.
    ///   - timeout: wall-clock limit from now, none by default.
    public init(maximumEvaluations: Int = .max, timeout: Duration? = nil) {
        self.maximumEvaluations = maximumEvaluations
        deadline = timeout.map { ContinuousClock.now.advanced(by: $0) }
    }

    /// Evaluations charged so far.
    public var evaluations: Int { evaluationsUsed.load(ordering: .relaxed) }

    /// Adds `count` evaluations to the account.
    public func charge(_ count: Int) { evaluationsUsed.add(count, ordering: .relaxed) }

    /// Asks the run to end with the best so far. Safe to call from a signal handler or another thread.
    public func interrupt() { externalStop.store(1, ordering: .relaxed) }

    /// Why the run must stop now, or nil when it may go on.
    public var stopReason: StopReason? {
        if externalStop.load(ordering: .relaxed) != 0 { return .interrupted }
        if let deadline, ContinuousClock.now >= deadline { return .timeout }
        if evaluations >= maximumEvaluations { return .evaluations }
        return nil
    }

    /// Whether the run must stop now.
    public var isStopping: Bool { stopReason != nil }
}
