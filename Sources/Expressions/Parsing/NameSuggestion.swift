/// Finds the known name that was probably meant.
public enum NameSuggestion {
    /// The candidate closest to `name` in edits (insertion, deletion, replacement, swap of neighbours), nil when none is
    /// close. Ties go to the earlier candidate. O(candidates × length²).
    public static func closest(to name: String, among candidates: [String]) -> String? {
        let wanted = Array(name.prefix(64))
        let limit = max(1, wanted.count / 3)
        var best: (distance: Int, name: String)?
        for candidate in candidates where candidate != name {
            var distance = edits(wanted, Array(candidate.prefix(64)))
            if distance > limit, candidate.lowercased() == name.lowercased() { distance = limit }
            if distance <= limit, best.map({ distance < $0.distance }) ?? true { best = (distance, candidate) }
        }
        // A single letter is one edit from every other one: no suggestion is better than a random one.
        if let best, wanted.count == 1, best.name.lowercased() != name.lowercased() { return nil }
        return best?.name
    }

    /// Optimal string alignment distance.
    static func edits(_ a: [Character], _ b: [Character]) -> Int {
        if a.isEmpty || b.isEmpty { return a.count + b.count }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i] + [Int](repeating: 0, count: b.count)
            for j in 1...b.count {
                let replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                row[j] = min(replaced, last[j] + 1, row[j - 1] + 1)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    row[j] = min(row[j], beforeLast[j - 2] + 1)
                }
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
