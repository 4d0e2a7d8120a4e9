import Diagnostics
import Dispatch
import Glibc
import Reports
import SymbolicRegression

/// The best laws so far on a terminal, redrawn in place while a search runs.
///
/// Nothing is drawn unless standard error is a terminal; `finish` removes every trace before the result is printed.
final class LiveFront {
    private static let interval = DispatchTimeInterval.milliseconds(200)

    /// Where laws are put to be shown at the next drawing.
    let canvas = LiveCanvas()
    private let timer: any DispatchSourceTimer

    /// A display, or nil where none is wanted.
    static func onTerminal(isQuiet: Bool, control: RunControl) -> LiveFront? {
        guard !isQuiet, Terminal.isTerminal(STDERR_FILENO), Terminal.allowsColour else { return nil }
        return LiveFront(control: control)
    }

    private init(control: RunControl) {
        let canvas = canvas
        // A queue of its own: the shared workers may all be busy with the search.
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "display"))
        timer.schedule(deadline: .now() + Self.interval, repeating: Self.interval)
        timer.setEventHandler { canvas.draw(evaluations: control.evaluations) }
        timer.resume()
    }

    /// Removes the display for good.
    func finish() {
        timer.cancel()
        canvas.close()
    }
}
