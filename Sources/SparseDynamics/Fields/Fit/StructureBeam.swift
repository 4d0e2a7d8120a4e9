/// The best supports of every small size, from all pairs and what is best added to them.
struct StructureBeam {
    /// Supports kept per size.
    private static let width = 12
    /// With more columns than this, pairs are formed from the best single ones only.
    private static let exhaustiveCount = 64

    /// The best supports of sizes 1 to `largest`, each size from good to worse.
    ///
    /// - Complexity: O(columns²) fits.
    static func supports(_ search: SubsetSearch, largest: Int) -> [[[Int]]] {
        var levels: [[[Int]]] = []
        var singles = (0..<search.count).map { search.fit([$0]) }.sorted { $0.residual < $1.residual }
        levels.append(singles.prefix(width).map(\.support))
        if search.count > exhaustiveCount { singles = Array(singles.prefix(exhaustiveCount)) }
        var fits = singles
        for size in 2...max(largest, 2) where size <= search.count {
            var seen: Set<[Int]> = []
            var next: [SubsetFit] = []
            for fit in fits {
                // All second columns for a single one; for more, the few that gain most.
                let gains = fit.gains.indices.filter { fit.gains[$0] > 0 }.sorted { fit.gains[$0] > fit.gains[$1] }
                for column in gains.prefix(3) {
                    let support = (fit.support + [column]).sorted()
                    if seen.insert(support).inserted { next.append(search.fit(support)) }
                }
            }
            next.sort { $0.residual < $1.residual }
            levels.append(next.prefix(width).map(\.support))
            fits = Array(next.prefix(size == 2 ? 300 : 60))
            if size == 2 { fits = allPairs(search, singles, beside: fits) }
        }
        return levels
    }

    /// The best of all pairs of columns: each pair is a column and its best partner, or any two of the best.
    private static func allPairs(_ search: SubsetSearch, _ singles: [SubsetFit], beside known: [SubsetFit])
        -> [SubsetFit]
    {
        var seen = Set(known.map(\.support))
        var result = known
        for (position, first) in singles.enumerated() {
            for second in singles[..<position] {
                let support = [first.support[0], second.support[0]].sorted()
                if seen.insert(support).inserted { result.append(search.fit(support)) }
            }
        }
        return result.sorted { $0.residual < $1.residual }
    }
}
