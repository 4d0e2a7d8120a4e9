/// A sparse matrix over a prime field, by rows.
public struct SparseModularMatrix: Sendable {
    /// A non-zero entry of a row.
    public struct Entry: Hashable, Sendable {
        /// Column, counted from 0.
        public var column: Int
        /// Value in the field's own form.
        public var value: PrimeField.Element

        /// Makes an entry.
        public init(column: Int, value: PrimeField.Element) {
            self.column = column
            self.value = value
        }
    }

    /// Where the entries live.
    public let field: PrimeField
    /// Number of columns.
    public let columnCount: Int
    /// Rows with their columns in increasing order, no zeros.
    public private(set) var rows: [[Entry]] = []

    /// A matrix without rows.
    public init(field: PrimeField, columnCount: Int) {
        self.field = field
        self.columnCount = columnCount
    }

    /// Appends a row; columns in any order, zeros are dropped, no column twice.
    public mutating func append(row: [Entry]) {
        let kept = row.filter { $0.value != 0 }.sorted { $0.column < $1.column }
        if !kept.isEmpty { rows.append(kept) }
    }

    /// The null space in reduced form: every basis vector has a 1 in its own free column and 0 in the other free columns.
    ///
    /// Sparse elimination with the first column of a row as pivot; rows that begin late come first, so that what is subtracted from
    /// the others has few entries. When the work on rows that vanish exceeds the effort of a test, the rows not yet used are tested
    /// against a random null vector, and those that it satisfies are dropped: they depend on the rows used, up to a chance of one in
    /// 2^61, which a caller who verifies the vectors can rule out.
    /// - Parameters:
    ///   - seed: of the random test vectors.
    ///   - isCancelled: asked now and then; true ends the work.
    /// - Returns: the null space, nil when cancelled.
    public func nullSpace(seed: UInt64 = 1, isCancelled: () -> Bool = { false }) -> ModularNullSpace? {
        var echelon = SparseEchelonForm(field: field, columnCount: columnCount)
        var waiting = rows.indices.sorted {
            (-(rows[$0].first?.column ?? 0), rows[$0].count, $0) < (-(rows[$1].first?.column ?? 0), rows[$1].count, $1)
        }
        var waitingEntries = rows.reduce(0) { $0 + $1.count }
        var generator = SplitMixGenerator(seed: seed)
        var position = 0
        var wasted = 0
        while position < waiting.count, echelon.rank < columnCount {
            if position & 31 == 0, isCancelled() { return nil }
            let work = echelon.work
            if !echelon.insert(rows[waiting[position]]) { wasted += echelon.work - work + columnCount / 4 }
            position += 1
            if wasted >= 2 * (waitingEntries + echelon.entryCount + columnCount) {
                wasted = 0
                let vector = echelon.randomNullVector(using: &generator)
                waiting = waiting[position...].filter { product(row: $0, vector) != 0 }
                waitingEntries = waiting.reduce(0) { $0 + rows[$1].count }
                position = 0
            }
        }
        if isCancelled() { return nil }
        return echelon.nullSpace()
    }

    /// The rank.
    public var rank: Int { nullSpace().map { columnCount - $0.dimension } ?? 0 }

    /// The product of one row with a vector.
    public func product(row: Int, _ vector: [PrimeField.Element]) -> PrimeField.Element {
        rows[row].reduce(0) { field.add($0, field.multiply($1.value, vector[$1.column])) }
    }
}
