import ExactAlgebra

/// Sparse vectors of a null space: reduced forms under many orders of the columns.
struct SparseRepresentatives {
    /// Bound on the field operations spent on one class.
    static let effort = 20_000_000

    let space: ModularNullSpace
    let ansatz: MonomialClass

    /// Distinct vectors of minimal support, in a reproducible order.
    func vectors(seed: UInt64) -> [[PrimeField.Element]] {
        let natural = Array(0..<space.columnCount)
        guard space.dimension > 0 else { return [] }
        var orders = [natural, natural.reversed()]
        func variablesUsed(_ column: Int) -> Int { ansatz.monomials[column].count { $0 > 0 } }
        orders.append(natural.sorted { (variablesUsed($0), $0) < (variablesUsed($1), $1) })
        orders.append(natural.sorted { (-variablesUsed($0), -$0) < (-variablesUsed($1), -$1) })
        var generator = SplitMixGenerator(seed: seed)
        let cost = space.dimension * space.dimension * space.columnCount
        let shuffles = space.dimension == 1 ? 0 : min(64, SparseRepresentatives.effort / max(cost, 1))
        for _ in 0..<shuffles { orders.append(natural.shuffled(using: &generator)) }
        if space.dimension == 1 { orders = [natural] }
        var seen: Set<[Int]> = []
        var result: [[PrimeField.Element]] = []
        for order in orders {
            for vector in space.reduced(columnOrder: order) {
                let support = natural.filter { vector[$0] != 0 }
                if seen.insert(support).inserted { result.append(vector) }
            }
        }
        return result
    }
}
