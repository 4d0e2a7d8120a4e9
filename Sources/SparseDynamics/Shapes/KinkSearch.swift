import NumericKernel

/// Finds where the right-hand side of a flow has kinks: the samples around one have derivatives that disagree.
///
/// A polynomial through samples on both sides of a kink is wrong, whichever its degree; away from it all of them agree to
/// the accuracy of the data. Short stretches of bad derivatives are events, and a kink is a value of a column at which its
/// every passage is one.
struct KinkSearch {
    /// Rows whose weight is below this one are bad.
    static let badWeight = 1e-3
    /// Samples of an event: the nodes of a derivative and some; longer stretches are several events or bursts.
    static let longestEvent = CleanSearch.nodes + 6
    /// Fewest passages that make a kink.
    static let fewestPassages = 3
    /// Most kinks of an equation.
    static let mostKinks = 12

    /// The columns at the rows.
    let columns: [[Double]]
    /// How much each row counts, by its derivative.
    let weights: [Double]

    /// An event and the rows in the middle of it.
    private struct Event {
        var rows: ClosedRange<Int>
    }

    /// Kinks that account for the events, the one with the most passages first; none when there are few events.
    func kinks() -> [Shape] {
        var open = events
        guard open.count >= Self.fewestPassages else { return [] }
        let all = open
        var result: [Shape] = []
        while result.count < Self.mostKinks, open.count >= Self.fewestPassages {
            var best: (column: Int, value: Double, score: Int, covered: [Int])?
            for column in columns.indices {
                for event in open {
                    let middle = (event.rows.lowerBound + event.rows.upperBound) / 2
                    let value = columns[column][middle]
                    let covered = open.indices.filter { passes(column, value, open[$0].rows) }
                    guard covered.count >= Self.fewestPassages, covered.count > best?.score ?? 0 else { continue }
                    let known = all.filter { passes(column, value, $0.rows) }.count
                    // Passages without an event speak against it.
                    let score = covered.count - max(passages(column, value) - known, 0)
                    if score >= Self.fewestPassages, score > best?.score ?? 0 {
                        best = (column, value, score, covered)
                    }
                }
            }
            guard let best else { break }
            result.append(Shape(kind: .kink, argument: .column(best.column), parameters: [best.value]))
            let covered = Set(best.covered)
            open = open.indices.filter { !covered.contains($0) }.map { open[$0] }
        }
        return result
    }

    /// Short stretches of bad rows, two rows around the middle of each.
    private var events: [Event] {
        var result: [Event] = []
        var start: Int?
        for row in 0...weights.count {
            let isBad = row < weights.count && weights[row] < Self.badWeight
            if isBad {
                start = start ?? row
            } else if let first = start {
                start = nil
                let length = row - first
                guard length <= Self.longestEvent, length > 2 else { continue }
                let middle = first + length / 2
                result.append(Event(rows: max(middle - 2, 0)...min(middle + 2, weights.count - 1)))
            }
        }
        return result
    }

    /// Whether a column takes a value between the first and the last of some rows.
    private func passes(_ column: Int, _ value: Double, _ rows: ClosedRange<Int>) -> Bool {
        let (a, b) = (columns[column][rows.lowerBound], columns[column][rows.upperBound])
        return min(a, b) <= value && value <= max(a, b)
    }

    /// How often a column passes a value where the rows around it are good.
    private func passages(_ column: Int, _ value: Double) -> Int {
        let values = columns[column]
        var count = 0
        for row in values.indices.dropFirst() where (values[row - 1] < value) != (values[row] < value) {
            count += 1
        }
        return count
    }
}
