/// A lattice of integer vectors, given by generators, with a canonical representative of every class modulo it.
///
/// Kept in Hermite normal form: echelon rows with positive pivots.
public struct IntegerLattice: Sendable {
    private var rows: [(pivot: Int, values: [Int])] = []
    /// False after a number grew beyond a machine word; then every vector belongs to the lattice.
    private var isExact = true

    /// The lattice that holds only 0.
    public init() {}

    /// Number of independent generators.
    public var rank: Int { rows.count }

    /// Adds a generator.
    public mutating func insert(_ vector: [Int]) {
        var left = vector
        while let pivot = left.firstIndex(where: { $0 != 0 }) {
            guard isExact else { return }
            guard let index = rows.firstIndex(where: { $0.pivot >= pivot }) else {
                rows.append((pivot, IntegerLattice.positive(left, pivot)))
                return
            }
            guard rows[index].pivot == pivot else {
                rows.insert((pivot, IntegerLattice.positive(left, pivot)), at: index)
                return
            }
            // Euclid's algorithm on the two pivots.
            let quotient = left[pivot] / rows[index].values[pivot]
            guard let remainder = IntegerLattice.subtract(left, quotient, rows[index].values) else {
                isExact = false
                return
            }
            left = remainder
            if left[pivot] != 0 {
                let old = rows[index].values
                rows[index].values = IntegerLattice.positive(left, pivot)
                left = old
            }
        }
    }

    /// The representative of the class of a vector modulo the lattice: equal for two vectors exactly when their difference
    /// belongs to the lattice. Nil when a number would grow beyond a machine word.
    public func representative(of vector: [Int]) -> [Int]? {
        guard isExact else { return vector.map { _ in 0 } }
        var left = vector
        for row in rows {
            let value = left[row.pivot]
            let divisor = row.values[row.pivot]
            var quotient = value / divisor
            if value - quotient * divisor < 0 { quotient -= 1 }
            guard let next = IntegerLattice.subtract(left, quotient, row.values) else { return nil }
            left = next
        }
        return left
    }

    private static func positive(_ vector: [Int], _ pivot: Int) -> [Int] {
        vector[pivot] < 0 ? vector.map { -$0 } : vector
    }

    private static func subtract(_ left: [Int], _ factor: Int, _ right: [Int]) -> [Int]? {
        var result = left
        for index in result.indices {
            let (product, overflowA) = factor.multipliedReportingOverflow(by: right[index])
            let (difference, overflowB) = result[index].subtractingReportingOverflow(product)
            if overflowA || overflowB || difference.magnitude > 1 << 40 { return nil }
            result[index] = difference
        }
        return result
    }
}
