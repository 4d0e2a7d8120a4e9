/// The best few hypotheses of every size out of millions.
///
/// Two hypotheses of a size with equal misfit are one formula in two spellings; the first stays.
struct CandidateShelf: Sendable {
    /// A hypothesis as its maker understands it.
    struct Entry: Sendable {
        /// Weighted mean square residual, smaller is better.
        var misfit: Double
        /// What kind of formula.
        var kind: Int
        /// Place of the first part.
        var first: Int
        /// Place of the second part.
        var second: Int
    }

    /// Entries by size, best first.
    private(set) var entries: [[Entry]]
    private var thresholds: [Double]
    private let capacity: Int

    /// A shelf for sizes below `sizes`; larger ones count as the largest. `capacity` entries are kept of each.
    init(sizes: Int, capacity: Int) {
        entries = [[Entry]](repeating: [], count: sizes)
        thresholds = [Double](repeating: .infinity, count: sizes)
        self.capacity = capacity
    }

    /// Keeps a hypothesis if it is among the best of its size; one without a number for its misfit never is.
    @inline(__always)
    mutating func offer(size: Int, misfit: Double, kind: Int, _ first: Int, _ second: Int) {
        let place = size < thresholds.count ? size : thresholds.count - 1
        if misfit < thresholds[place] {
            insert(place, Entry(misfit: misfit, kind: kind, first: first, second: second))
        }
    }

    private mutating func insert(_ place: Int, _ entry: Entry) {
        // Below this the difference is rounding.
        let tolerance = 1e-7 * entry.misfit + 1e-13
        let position = entries[place].firstIndex { $0.misfit > entry.misfit - tolerance } ?? entries[place].count
        if position < entries[place].count, entries[place][position].misfit <= entry.misfit + tolerance { return }
        entries[place].insert(entry, at: position)
        if entries[place].count > capacity { entries[place].removeLast() }
        if entries[place].count == capacity { thresholds[place] = entries[place][capacity - 1].misfit }
    }
}
