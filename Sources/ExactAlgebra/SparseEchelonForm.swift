/// Rows over a prime field that are kept in echelon form as they come.
struct SparseEchelonForm {
    typealias Entry = SparseModularMatrix.Entry

    let field: PrimeField
    let columnCount: Int
    /// The row whose first entry, always 1, is in a column; empty where there is none.
    private var pivotRows: [[Entry]]
    private(set) var rank = 0
    /// Number of entries of all rows that are kept.
    private(set) var entryCount = 0
    /// Number of entries that were subtracted so far.
    private(set) var work = 0
    private var accumulator: [PrimeField.Element]

    init(field: PrimeField, columnCount: Int) {
        self.field = field
        self.columnCount = columnCount
        pivotRows = Array(repeating: [], count: columnCount)
        accumulator = Array(repeating: 0, count: columnCount)
    }

    /// Reduces a row by those present and keeps what is left; false when nothing is left.
    mutating func insert(_ row: [Entry]) -> Bool {
        guard let first = row.first else { return false }
        for entry in row { accumulator[entry.column] = entry.value }
        let (pivot, work) = Self.reduce(&accumulator, by: pivotRows, from: first.column, in: field)
        self.work += work
        guard pivot >= 0 else { return false }
        let scale = field.inverse(accumulator[pivot])
        var kept: [Entry] = []
        for column in pivot..<columnCount where accumulator[column] != 0 {
            kept.append(Entry(column: column, value: field.multiply(scale, accumulator[column])))
            accumulator[column] = 0
        }
        pivotRows[pivot] = kept
        entryCount += kept.count
        rank += 1
        return true
    }

    /// Eliminates the columns that have a pivot row; the first column of what is left, -1 when nothing is, and the entries subtracted.
    ///
    /// The inner loop of the whole elimination, hence without checks of bounds: columns of entries are below the number of columns.
    private static func reduce(
        _ values: inout [PrimeField.Element], by pivotRows: [[Entry]], from start: Int, in field: PrimeField
    ) -> (pivot: Int, work: Int) {
        var pivot = -1
        var work = 0
        values.withUnsafeMutableBufferPointer { values in
            for column in start..<values.count where values[column] != 0 {
                let factor = field.negate(values[column])
                let isReduced = pivotRows[column].withUnsafeBufferPointer { reducer in
                    for entry in reducer {
                        values[entry.column] = field.add(values[entry.column], field.multiply(factor, entry.value))
                    }
                    work += reducer.count
                    return !reducer.isEmpty
                }
                if !isReduced, pivot < 0 { pivot = column }
            }
        }
        return (pivot, work)
    }

    /// Completes values given in the free columns to a vector that every row annihilates.
    private func complete(_ vector: inout [PrimeField.Element]) {
        for column in stride(from: columnCount - 1, through: 0, by: -1) where !pivotRows[column].isEmpty {
            var sum: PrimeField.Element = 0
            for entry in pivotRows[column].dropFirst() where vector[entry.column] != 0 {
                sum = field.add(sum, field.multiply(entry.value, vector[entry.column]))
            }
            vector[column] = field.negate(sum)
        }
    }

    func randomNullVector(using generator: inout SplitMixGenerator) -> [PrimeField.Element] {
        var vector = pivotRows.map { $0.isEmpty ? field.random(using: &generator) : 0 }
        complete(&vector)
        return vector
    }

    func nullSpace() -> ModularNullSpace {
        let free = pivotRows.indices.filter { pivotRows[$0].isEmpty }
        let vectors = free.map { column in
            var vector = [PrimeField.Element](repeating: 0, count: columnCount)
            vector[column] = field.one
            complete(&vector)
            return vector
        }
        return ModularNullSpace(field: field, columnCount: columnCount, freeColumns: free, vectors: vectors)
    }
}
