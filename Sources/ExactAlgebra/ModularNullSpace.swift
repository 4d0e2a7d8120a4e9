/// A subspace of row vectors over a prime field, given by a basis.
public struct ModularNullSpace: Sendable {
    /// Where the entries live.
    public let field: PrimeField
    /// Length of the vectors.
    public let columnCount: Int
    /// Columns in which exactly one basis vector is non-zero, one per vector.
    public let freeColumns: [Int]
    /// The basis.
    public let vectors: [[PrimeField.Element]]

    /// A subspace with a basis that was computed.
    public init(
        field: PrimeField, columnCount: Int, freeColumns: [Int], vectors: [[PrimeField.Element]]
    ) {
        self.field = field
        self.columnCount = columnCount
        self.freeColumns = freeColumns
        self.vectors = vectors
    }

    /// Number of basis vectors.
    public var dimension: Int { vectors.count }

    /// The basis in reduced echelon form with respect to an order of the columns.
    ///
    /// Each vector of such a form has minimal support among the vectors of the subspace: no vector of the subspace
    /// is non-zero in a proper subset of its columns. Only columns in `order` serve as pivots, so vectors that vanish in all
    /// of them are left out; the support is minimal within these columns.
    /// - Complexity: O(d² n) for d vectors of length n.
    public func reduced(columnOrder order: [Int]) -> [[PrimeField.Element]] {
        var rows = vectors
        var used = 0
        for column in order {
            guard used < rows.count else { break }
            guard let pivot = (used..<rows.count).first(where: { rows[$0][column] != 0 }) else { continue }
            rows.swapAt(used, pivot)
            let scale = field.inverse(rows[used][column])
            for index in rows[used].indices where rows[used][index] != 0 {
                rows[used][index] = field.multiply(rows[used][index], scale)
            }
            let support = rows[used].indices.filter { rows[used][$0] != 0 }
            for other in rows.indices where other != used && rows[other][column] != 0 {
                let factor = rows[other][column]
                for index in support {
                    let change = field.multiply(factor, rows[used][index])
                    rows[other][index] = field.subtract(rows[other][index], change)
                }
            }
            used += 1
        }
        return Array(rows[..<used])
    }
}
