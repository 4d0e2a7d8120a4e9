import Expressions
import Glibc
import Reports
import SymbolicRegression
import Synchronization

/// The lines of a live display and where they stand on the terminal; may be used from several threads.
final class LiveCanvas: Sendable {
    private static let visibleLaws = 8

    private struct State: Sendable {
        var front: [FittedLaw] = []
        var linesDrawn = 0
        var isClosed = false
    }

    private let state = Mutex(State())
    private let start = ContinuousClock.now

    /// Replaces the laws to show.
    func show(_ front: [FittedLaw]) { state.withLock { $0.front = front } }

    /// Draws the laws, the most complex last, and a line about the search, over the previous drawing.
    func draw(evaluations: Int) {
        let width = max(Terminal.width(of: STDERR_FILENO) - 1, 10)
        let seconds = (ContinuousClock.now - start).components.seconds
        state.withLock { state in
            guard !state.isClosed else { return }
            var table = TextTable(columns: [("complexity", .right), ("RMSE", .right), ("formula", .left)])
            table.rows = state.front.suffix(Self.visibleLaws).map { law in
                let error = DecimalText.short(law.rootMeanSquareError.train, digits: 3)
                return [String(law.complexity), error, law.expression.description.printable]
            }
            var lines = state.front.isEmpty ? [] : table.lines()
            lines.append("\(seconds) s, \(evaluations) candidates scored; Ctrl-C prints the best so far")
            Self.replace(&state.linesDrawn, by: lines.map { String($0.prefix(width)) })
        }
    }

    /// Removes the drawing; nothing is drawn afterwards.
    func close() {
        state.withLock { state in
            state.isClosed = true
            Self.replace(&state.linesDrawn, by: [])
        }
    }

    private static func replace(_ linesDrawn: inout Int, by lines: [String]) {
        let erase = linesDrawn > 0 ? "\u{1B}[\(linesDrawn)A\u{1B}[J" : ""
        linesDrawn = lines.count
        let text = erase + lines.map { $0 + "\n" }.joined()
        if !text.isEmpty { StandardError.write(text) }
    }
}
