import Diagnostics
import Dispatch
import Glibc
import Synchronization

/// Turns SIGINT and SIGTERM into a polite request to stop; the second one ends the process at once.
final class SignalWatch {
    /// What has arrived so far.
    private final class Arrivals: Sendable {
        let control: RunControl
        let first = Mutex<Diagnostics.ExitCode?>(nil)

        init(control: RunControl) { self.control = control }

        func add(_ code: Diagnostics.ExitCode) {
            let isFirst = first.withLock { earlier in
                defer { earlier = earlier ?? code }
                return earlier == nil
            }
            if !isFirst { _exit(code.rawValue) }
            control.interrupt()
        }
    }

    private let arrivals: Arrivals
    private let sources: [any DispatchSourceSignal]

    /// Watches from now on.
    init(control: RunControl) {
        let arrivals = Arrivals(control: control)
        // A queue of its own: the shared workers may all be busy with the search.
        let queue = DispatchQueue(label: "signals")
        let watched: [(Int32, Diagnostics.ExitCode)] = [(SIGINT, .interrupted), (SIGTERM, .terminated)]
        sources = watched.map { number, code in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { arrivals.add(code) }
            source.resume()
            return source
        }
        self.arrivals = arrivals
    }

    deinit { for source in sources { source.cancel() } }

    /// The exit code that the first signal asks for, nil when none has arrived.
    var exitCode: Diagnostics.ExitCode? { arrivals.first.withLock { $0 } }
}
