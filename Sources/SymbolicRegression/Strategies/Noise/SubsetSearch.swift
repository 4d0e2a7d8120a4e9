/// Looks for the small sets of columns that describe a target in the fewest bits.
///
/// Forward with a beam that starts from all pairs or triples, backward from all columns where they are independent enough,
/// and by exchanges around the best: greedy choices alone miss sums whose terms hide each other.
struct SubsetSearch {
    /// A set of columns.
    struct Subset: Sendable {
        /// Columns, ascending.
        var members: [Int]
        /// Bits for the residuals and the terms.
        var bits: Double
        /// Their coefficients.
        var coefficients: [Double] = []
    }

    /// The empty model.
    let start: SweptGram
    /// Bits of each column as a term of a formula.
    let termBits: [Double]
    /// Bits of residuals that are this share of the target's square.
    let residualBits: (Double) -> Double
    /// Largest number of terms.
    var maximumSize = 10
    /// Number of sets that are followed at the same time.
    var width = 10
    /// Whether all triples are tried where there are few columns.
    var triesTriples = true
    /// Number of rows behind the Gram matrix: a backward search needs more rows than columns.
    var rows: Int

    private static let largestForTriples = 56
    private static let largestForPairs = 700
    private static let largestForBackward = 90
    /// Bits behind the best at which a longer model is given up.
    private static let patience = 60.0

    /// The best sets: the `count` shortest descriptions and the best of each size.
    ///
    /// - Complexity: O(width × size × columns²).
    func best(_ count: Int) -> [Subset] {
        var archive = SubsetArchive(keep: 4)
        forward(&archive)
        if start.count <= Self.largestForBackward, rows > start.count + start.count / 2 { backward(&archive) }
        for subset in archive.shortest(4) { exchange(subset, &archive) }
        return archive.selection(count).map { subset in
            var model = start
            for j in subset.members { model.enter(j) }
            var result = subset
            result.coefficients = model.coefficients
            return result
        }
    }

    private func forward(_ archive: inout SubsetArchive) {
        var states: [(model: SweptGram, bits: Double)] = [(start, 0)]
        var size = 0
        let p = start.count
        while size < min(maximumSize, p) {
            var pool: [(bits: Double, parent: Int, columns: [Int])] = []
            if size == 0, triesTriples, p <= Self.largestForTriples {
                singles(states, &archive)
                pairs(start, 0, from: 0, parent: 0, [], &pool)
                for entry in pool { archive.add(entry.columns, entry.bits) }
                pool.removeAll(keepingCapacity: true)
                for i in 0..<p where start.residual(entering: i) != nil {
                    var model = start
                    model.enter(i)
                    pairs(model, termBits[i], from: i + 1, parent: 0, [i], &pool)
                }
                size = 3
            } else if size == 0, p <= Self.largestForPairs {
                singles(states, &archive)
                pairs(start, 0, from: 0, parent: 0, [], &pool)
                size = 2
            } else {
                for (parent, state) in states.enumerated() {
                    for j in 0..<p {
                        guard let residual = state.model.residual(entering: j) else { continue }
                        pool.append((residualBits(residual) + state.bits + termBits[j], parent, [j]))
                    }
                }
                size += 1
            }
            pool.sort { ($0.bits, $0.parent, $0.columns[0]) < ($1.bits, $1.parent, $1.columns[0]) }
            var next: [(model: SweptGram, bits: Double)] = []
            var taken: Set<[Int]> = []
            for entry in pool {
                let members = (states[entry.parent].model.members + entry.columns).sorted()
                guard taken.insert(members).inserted else { continue }
                archive.add(members, entry.bits)
                var model = states[entry.parent].model
                for j in entry.columns { model.enter(j) }
                next.append((model, members.reduce(0) { $0 + termBits[$1] }))
                if next.count == width { break }
            }
            guard let leader = pool.first, leader.bits < archive.bestBits + Self.patience else { return }
            states = next
        }
    }

    private func singles(_ states: [(model: SweptGram, bits: Double)], _ archive: inout SubsetArchive) {
        for j in 0..<start.count {
            guard let residual = start.residual(entering: j) else { continue }
            archive.add([j], residualBits(residual) + termBits[j])
        }
    }

    /// All pairs of columns from `first` on, beside the columns that entered already; only the promising ones are kept.
    private func pairs(
        _ model: SweptGram, _ bits: Double, from first: Int, parent: Int, _ entered: [Int],
        _ pool: inout [(bits: Double, parent: Int, columns: [Int])]
    ) {
        var smallest = Double.infinity
        for i in first..<start.count {
            for j in (i + 1)..<max(start.count, i + 1) {
                // Most pairs are hopeless: no logarithm for those.
                guard let residual = model.residual(entering: i, j), residual < 4 * smallest else { continue }
                smallest = min(smallest, residual)
                pool.append((residualBits(residual) + bits + termBits[i] + termBits[j], parent, entered + [i, j]))
            }
        }
    }

    private func backward(_ archive: inout SubsetArchive) {
        var model = start
        while let j = model.mostIndependent(above: 1e-7) { model.enter(j) }
        while !model.members.isEmpty {
            let total = model.members.reduce(0) { $0 + termBits[$1] }
            if model.members.count <= 2 * maximumSize {
                archive.add(model.members, residualBits(model.residual) + total)
            }
            let leaving = model.members.min {
                let left = residualBits(model.residual(leaving: $0)) - termBits[$0]
                let right = residualBits(model.residual(leaving: $1)) - termBits[$1]
                return (left, $0) < (right, $1)
            }
            guard let leaving else { return }
            model.leave(leaving)
        }
    }

    /// Removes, exchanges and adds columns one at a time as long as that shortens the description.
    private func exchange(_ subset: Subset, _ archive: inout SubsetArchive) {
        var model = start
        for j in subset.members { model.enter(j) }
        var bits = subset.bits
        for _ in 0..<8 {
            let total = model.members.reduce(0) { $0 + termBits[$1] }
            var best: (bits: Double, leaving: Int?, entering: Int?) = (bits, nil, nil)
            func consider(_ value: Double, _ leaving: Int?, _ entering: Int?, _ archive: inout SubsetArchive) {
                guard value < archive.bestBits + 20 else { return }
                let members = model.members.filter { $0 != leaving } + (entering.map { [$0] } ?? [])
                archive.add(members.sorted(), value)
                if value < best.bits - 1e-9 { best = (value, leaving, entering) }
            }
            for j in 0..<start.count where !model.members.contains(j) {
                guard let residual = model.residual(entering: j) else { continue }
                consider(residualBits(residual) + total + termBits[j], nil, j, &archive)
            }
            for leaving in model.members {
                var reduced = model
                reduced.leave(leaving)
                let rest = total - termBits[leaving]
                consider(residualBits(reduced.residual) + rest, leaving, nil, &archive)
                for j in 0..<start.count where j != leaving && !reduced.members.contains(j) {
                    guard let residual = reduced.residual(entering: j) else { continue }
                    consider(residualBits(residual) + rest + termBits[j], leaving, j, &archive)
                }
            }
            guard best.leaving != nil || best.entering != nil else { return }
            if let leaving = best.leaving { model.leave(leaving) }
            if let entering = best.entering { model.enter(entering) }
            bits = best.bits
        }
    }
}
