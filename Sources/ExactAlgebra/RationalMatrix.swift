import CFLINT

/// A sparse matrix of exact fractions, by rows.
public struct RationalMatrix: Sendable {
    /// A non-zero entry of a row.
    public typealias Entry = (column: Int, value: BigRational)

    /// Number of columns.
    public let columnCount: Int
    /// Rows; no column twice in a row.
    public private(set) var rows: [[Entry]] = []

    /// A matrix without rows.
    public init(columnCount: Int) { self.columnCount = columnCount }

    /// Appends a row; zeros are dropped.
    public mutating func append(row: [Entry]) {
        let kept = row.filter { !$0.value.isZero }
        if !kept.isEmpty { rows.append(kept) }
    }

    /// The image modulo a prime, nil when a denominator vanishes there.
    public func reduced(modulo field: PrimeField) -> SparseModularMatrix? {
        var image = SparseModularMatrix(field: field, columnCount: columnCount)
        for row in rows {
            var entries: [SparseModularMatrix.Entry] = []
            for entry in row {
                guard let value = entry.value.element(in: field) else { return nil }
                entries.append(.init(column: entry.column, value: value))
            }
            image.append(row: entries)
        }
        return image
    }

    /// Whether every row annihilates the vector.
    public func annihilates(_ vector: [BigRational]) -> Bool {
        rows.allSatisfy { row in row.reduce(BigRational.zero) { $0 + $1.value * vector[$1.column] }.isZero }
    }

    /// The null space over the rational numbers in reduced form: each vector has a 1 in its own free column.
    ///
    /// Solved modulo a prime, lifted by rational reconstruction and checked exactly; the modular dimension is never below
    /// the true one, so a basis that passes the check is complete. When it does not pass, a dense exact reduction
    /// (FLINT's multimodular `fmpq_mat_rref`) decides.
    public func nullSpace() -> [[BigRational]] {
        for index in 0..<2 {
            let field = PrimeField(index: index)
            guard let space = reduced(modulo: field)?.nullSpace() else { continue }
            let lifted = space.vectors.map { vector in vector.map { field.rationalReconstruction($0) } }
            let vectors = lifted.map { $0.compactMap { $0 } }
            if vectors.allSatisfy({ $0.count == columnCount && annihilates($0) }) { return vectors }
        }
        return denseNullSpace()
    }

    /// The rank over the rational numbers.
    public var rank: Int { columnCount - nullSpace().count }

    private func denseNullSpace() -> [[BigRational]] {
        let matrix = UnsafeMutablePointer<fmpq_mat_struct>.allocate(capacity: 1)
        fmpq_mat_init(matrix, rows.count, columnCount)
        defer {
            fmpq_mat_clear(matrix)
            matrix.deallocate()
        }
        for (row, entries) in rows.enumerated() {
            for entry in entries { fmpq_set(fmpq_mat_entry(matrix, row, entry.column), entry.value.pointer) }
        }
        let rank = fmpq_mat_rref(matrix, matrix)
        var pivots: [Int] = []
        for row in 0..<rank {
            var column = pivots.last.map { $0 + 1 } ?? 0
            while fmpq_is_zero(fmpq_mat_entry(matrix, row, column)) != 0 { column += 1 }
            pivots.append(column)
        }
        let isPivot = Set(pivots)
        return (0..<columnCount).filter { !isPivot.contains($0) }.map { free in
            var vector = [BigRational](repeating: .zero, count: columnCount)
            vector[free] = .one
            for (row, column) in pivots.enumerated() {
                vector[column] = BigRational { fmpq_neg($0, fmpq_mat_entry(matrix, row, free)) }
            }
            return vector
        }
    }
}
