import ExactAlgebra

/// The pivots of a fraction-free elimination of matrices whose entries are polynomials in symbols.
///
/// Where a pivot vanishes the rank may drop, so that there may be more laws.
struct SymbolicPivots {
    /// Largest number of terms of a pivot.
    static let termLimit = 60
    /// Largest number of terms of a condition.
    static let conditionTerms = 6

    let ring: PolynomialRing

    /// Adds the irreducible factors of a pivot that may be conditions: those with two symbols or a number.
    static func collect(_ polynomial: Polynomial, _ found: inout [Polynomial]) {
        guard !polynomial.isZero, polynomial.constantValue == nil, let factors = polynomial.factored() else { return }
        for factor in factors.factors where factor.base.termCount > 1 && factor.base.termCount <= conditionTerms {
            if !found.contains(where: { $0 == factor.base }) { found.append(factor.base) }
        }
    }

    /// The pivots that are no numbers, in the order of the elimination, which takes short ones first.
    ///
    /// - Parameter start: entries by column, row by row.
    func pivots(rows start: [[Int: Polynomial]], columnCount: Int) -> [Polynomial] {
        var rows = start
        var result: [Polynomial] = []
        var open = Set(0..<columnCount)
        while true {
            var best: (cost: Int, row: Int, column: Int)?
            for (index, row) in rows.enumerated() {
                for (column, entry) in row where open.contains(column) {
                    let isNumber = entry.constantValue != nil
                    let cost = (isNumber ? 0 : 1_000) + entry.termCount * 20 + row.count
                    if best.map({ (cost, index, column) < ($0.cost, $0.row, $0.column) }) ?? true {
                        best = (cost, index, column)
                    }
                }
            }
            guard let best, let head = rows[best.row][best.column] else { return result }
            let pivotRow = rows.remove(at: best.row)
            open.remove(best.column)
            if head.constantValue == nil { result.append(head) }
            for index in rows.indices {
                guard let entry = rows[index][best.column] else { continue }
                let common = head.greatestCommonDivisor(with: entry)
                guard let a = head.divided(exactlyBy: common), let b = entry.divided(exactlyBy: common) else {
                    continue
                }
                var changed: [Int: Polynomial] = [:]
                for column in Set(rows[index].keys).union(pivotRow.keys) {
                    let left = rows[index][column].map { a * $0 } ?? ring.zero
                    let right = pivotRow[column].map { b * $0 } ?? ring.zero
                    let value = left - right
                    if !value.isZero { changed[column] = value }
                }
                rows[index] = changed
                if changed.values.contains(where: { $0.termCount > Self.termLimit }) { return result }
            }
            rows.removeAll { $0.isEmpty }
        }
    }
}
