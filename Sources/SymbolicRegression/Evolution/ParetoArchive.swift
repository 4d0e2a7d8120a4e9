/// The individuals that none is better than in both error and price, cheapest first.
struct ParetoArchive: Sendable {
    private(set) var members: [Individual] = []
    /// Errors count as equal within this many bits.
    private static let resolution = 0.5

    /// The member with the fewest bits.
    var best: Individual? { members.min { ($0.bits, $0.price) < ($1.bits, $1.price) } }

    /// Adds an individual unless a member beats it; members that it beats leave.
    ///
    /// - Returns: whether it was added.
    @discardableResult
    mutating func insert(_ individual: Individual) -> Bool {
        guard
            !members.contains(where: {
                $0.price <= individual.price && $0.errorBits <= individual.errorBits + Self.resolution
                    && !($0.price == individual.price && individual.errorBits < $0.errorBits)
            })
        else { return false }
        members.removeAll { $0.price >= individual.price && $0.errorBits >= individual.errorBits }
        members.insert(individual, at: members.firstIndex { $0.price > individual.price } ?? members.count)
        return true
    }
}
