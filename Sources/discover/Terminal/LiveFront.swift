import Expressions
import Glibc
import Reports
import SymbolicRegression
import Synchronization

/// The best laws so far on a terminal, redrawn in place while a search runs.
///
/// Nothing is drawn unless standard error is a terminal; `finish` removes every trace before the result is printed.
final class LiveFront: Sendable {
    private static let visibleLaws = 8
    private let linesDrawn = Mutex(0)
    private let start = ContinuousClock.now

    /// A display, or nil where none is wanted.
    static func onTerminal(isQuiet: Bool) -> LiveFront? {
        !isQuiet && Terminal.isTerminal(STDERR_FILENO) && Terminal.allowsColour ? LiveFront() : nil
    }

    /// Shows `front`, most complex laws last.
    func show(_ front: [FittedLaw], evaluations: Int) {
        let width = Terminal.width(of: STDERR_FILENO)
        var lines = front.suffix(Self.visibleLaws).map { law in
            let error = DecimalText.short(law.rootMeanSquareError.train, digits: 3)
            return "\(law.complexity)\t\(error)\t\(law.expression)".replacingTabs(at: [5, 16])
        }
        let seconds = (ContinuousClock.now - start).components.seconds
        lines.append("\(seconds) s, \(evaluations) candidates scored; Ctrl-C prints the best so far")
        draw(lines.map { String($0.prefix(max(width - 1, 10))) })
    }

    /// Removes the display.
    func finish() { draw([]) }

    private func draw(_ lines: [String]) {
        linesDrawn.withLock { drawn in
            var text = drawn > 0 ? "\u{1B}[\(drawn)A\u{1B}[J" : ""
            for line in lines { text += line + "\n" }
            drawn = lines.count
            StandardError.write(text)
        }
    }
}

extension String {
    /// The tab-separated fields, padded so that the following ones start at the given columns.
    fileprivate func replacingTabs(at stops: [Int]) -> String {
        var line = ""
        for (position, field) in split(separator: "\t", omittingEmptySubsequences: false).enumerated() {
            if position > 0 {
                let stop = stops[Swift.min(position - 1, stops.count - 1)]
                line += String(repeating: " ", count: Swift.max(stop - line.count, 1))
            }
            line += field
        }
        return line
    }
}
