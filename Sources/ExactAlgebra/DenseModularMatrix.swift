import CFLINT

/// A dense matrix over a prime field, for systems of conditions without zeros.
///
/// Elimination is FLINT's blocked `nmod_mat_rref`.
public struct DenseModularMatrix {
    private final class Storage {
        var matrix = nmod_mat_struct()
        init(_ rows: Int, _ columns: Int, _ modulus: UInt64) {
            nmod_mat_init(&matrix, rows, columns, UInt(modulus))
        }
        deinit { nmod_mat_clear(&matrix) }
    }

    /// Where the entries live.
    public let field: PrimeField
    /// Number of rows.
    public let rowCount: Int
    /// Number of columns.
    public let columnCount: Int
    private let storage: Storage

    /// A matrix with given rows, all of length `columnCount`.
    public init(field: PrimeField, columnCount: Int, rows: [[PrimeField.Element]]) {
        self.field = field
        self.columnCount = columnCount
        rowCount = rows.count
        storage = Storage(rows.count, columnCount, field.modulus)
        for (index, row) in rows.enumerated() {
            guard columnCount > 0, let target = storage.matrix.rows[index] else { continue }
            for (column, value) in row.enumerated() { target[column] = UInt(field.residue(value)) }
        }
    }

    /// Reduces the matrix to reduced echelon form in place.
    ///
    /// - Returns: the pivot columns, one per independent row; they are the first columns that are independent of the
    ///   columns before them.
    /// - Complexity: O(rows · columns²).
    private func reduce() -> [Int] {
        guard rowCount > 0, columnCount > 0 else { return [] }
        let rank = nmod_mat_rref(&storage.matrix)
        var pivots: [Int] = []
        for row in 0..<rank {
            guard let entries = storage.matrix.rows[row] else { continue }
            var column = pivots.last.map { $0 + 1 } ?? 0
            while column < columnCount, entries[column] == 0 { column += 1 }
            pivots.append(column)
        }
        return pivots
    }

    /// The columns that are no combinations of columns before them. Destroys the matrix.
    public func independentColumns() -> [Int] { reduce() }

    /// The null space in reduced form: every basis vector has a 1 in its own free column and 0 in the other free columns.
    /// Destroys the matrix.
    public func nullSpace() -> ModularNullSpace {
        let pivots = reduce()
        let isPivot = Set(pivots)
        let free = (0..<columnCount).filter { !isPivot.contains($0) }
        let vectors = free.map { column in
            var vector = [PrimeField.Element](repeating: 0, count: columnCount)
            vector[column] = field.one
            for (row, pivot) in pivots.enumerated() where pivot < column {
                guard let entries = storage.matrix.rows[row] else { continue }
                vector[pivot] = field.negate(field.element(UInt64(entries[column])))
            }
            return vector
        }
        return ModularNullSpace(field: field, columnCount: columnCount, freeColumns: free, vectors: vectors)
    }
}
