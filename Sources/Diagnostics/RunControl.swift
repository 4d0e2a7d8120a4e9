import Synchronization

/// Budget and cancellation of one run, shared by all its threads.
///
/// Searches call `isStopping` between pieces of work and `charge(_:)` for work done. Budgets that decide the answer
/// count evaluations, so that results repeat; time and signals only cut a run short, and the result says so.
public final class RunControl: Sendable {
    private let evaluationsUsed = Atomic<Int>(0)
    private let externalStop = Atomic<Int>(0)
    private let deadline: ContinuousClock.Instant?
    /// The run that this one is a part of.
    private let whole: RunControl?
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
        whole = nil
    }

    /// Makes a control for the next of `parts` pieces of work that share what is left of a run.
    ///
    /// It may use an equal share of the evaluations and of the time that are left; what it uses is charged to the run, and
    /// it stops when the run is interrupted.
    ///
    /// - Parameter limit: bounds its evaluations beside that share.
    public init(next run: RunControl, of parts: Int, atMost limit: Int = .max) {
        precondition(parts > 0)
        whole = run
        maximumEvaluations = min(max(run.maximumEvaluations - run.evaluations, 0) / parts, limit)
        let now = ContinuousClock.now
        deadline = run.deadline.map { now.advanced(by: max(.zero, ($0 - now) / parts)) }
    }

    /// Evaluations charged so far.
    public var evaluations: Int { evaluationsUsed.load(ordering: .relaxed) }

    /// Adds `count` evaluations to the account.
    public func charge(_ count: Int) {
        evaluationsUsed.add(count, ordering: .relaxed)
        whole?.charge(count)
    }

    /// Asks the run to end with the best so far. Safe to call from a signal handler or another thread.
    public func interrupt() { externalStop.store(1, ordering: .relaxed) }

    /// Why the run must stop now, or nil when it may go on.
    public var stopReason: StopReason? {
        if isInterrupted { return .interrupted }
        if let deadline, ContinuousClock.now >= deadline { return .timeout }
        if evaluations >= maximumEvaluations { return .evaluations }
        return nil
    }

    private var isInterrupted: Bool { externalStop.load(ordering: .relaxed) != 0 || whole?.isInterrupted == true }

    /// Whether the run must stop now.
    public var isStopping: Bool { stopReason != nil }
}
