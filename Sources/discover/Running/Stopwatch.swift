import FoundationEssentials
import Reports

/// Measures a run for the `run` object of its result.
struct Stopwatch {
    private let start = ContinuousClock.now

    /// Time since the start in seconds, the threads, and the machine.
    func facts(threads: Int) -> RunFacts {
        let elapsed = (ContinuousClock.now - start).components
        let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
        let milliseconds = (seconds * 1000).rounded() / 1000
        return RunFacts(seconds: milliseconds, threads: threads, host: ProcessInfo.processInfo.hostName)
    }
}
