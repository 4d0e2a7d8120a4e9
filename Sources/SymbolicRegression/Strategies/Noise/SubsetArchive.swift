/// The best sets of columns of each size.
struct SubsetArchive {
    private let keep: Int
    private var bySize: [Int: [SubsetSearch.Subset]] = [:]
    /// Bits of the best set of all.
    private(set) var bestBits = Double.infinity

    /// An archive that keeps so many sets of each size.
    init(keep: Int) { self.keep = keep }

    /// Adds a set; members are ascending.
    mutating func add(_ members: [Int], _ bits: Double) {
        guard bits.isFinite, !members.isEmpty else { return }
        bestBits = min(bestBits, bits)
        var list = bySize[members.count] ?? []
        if list.count == keep, let last = list.last, last.bits <= bits { return }
        guard !list.contains(where: { $0.members == members }) else { return }
        let place = list.firstIndex { $0.bits > bits } ?? list.count
        list.insert(SubsetSearch.Subset(members: members, bits: bits), at: place)
        if list.count > keep { list.removeLast() }
        bySize[members.count] = list
    }

    /// The shortest descriptions of any size, best first.
    func shortest(_ count: Int) -> [SubsetSearch.Subset] {
        let all = bySize.keys.sorted().flatMap { bySize[$0] ?? [] }
        return Array(all.sorted { ($0.bits, $0.members.count) < ($1.bits, $1.members.count) }.prefix(count))
    }

    /// The shortest descriptions and the best of each size that is not larger than the largest of them.
    func selection(_ count: Int) -> [SubsetSearch.Subset] {
        var result = shortest(count)
        let largest = result.map(\.members.count).max() ?? 0
        for size in bySize.keys.sorted() where size <= largest {
            guard let first = bySize[size]?.first, !result.contains(where: { $0.members == first.members }) else {
                continue
            }
            result.append(first)
        }
        return result
    }
}
