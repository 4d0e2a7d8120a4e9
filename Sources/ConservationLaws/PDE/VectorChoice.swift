import ExactAlgebra

/// Picks short vectors that span a null space.
enum VectorChoice {
    /// As many independent vectors as the dimension of what the columns of interest see, the shortest found first.
    ///
    /// - Parameter columns: columns that may serve as pivots; vectors that vanish in all of them are left out.
    static func shortest(_ space: ModularNullSpace, columns: [Int], seed: UInt64) -> [[PrimeField.Element]] {
        guard space.dimension > 0 else { return [] }
        var orders = [columns, columns.reversed()]
        var generator = SplitMixGenerator(seed: seed)
        if space.dimension > 1 { for _ in 0..<24 { orders.append(columns.shuffled(using: &generator)) } }
        var candidates: [(size: Int, vector: [PrimeField.Element])] = []
        var dimension = 0
        for order in orders {
            let vectors = space.reduced(columnOrder: order)
            dimension = max(dimension, vectors.count)
            candidates += vectors.map { vector in (vector.count { $0 != 0 }, vector) }
        }
        let sorted = candidates.enumerated().sorted { ($0.element.size, $0.offset) < ($1.element.size, $1.offset) }
        var span = ModularSpan(field: space.field)
        var result: [[PrimeField.Element]] = []
        for candidate in sorted where result.count < dimension {
            if span.insert(columns.map { candidate.element.vector[$0] }) { result.append(candidate.element.vector) }
        }
        return result
    }
}
