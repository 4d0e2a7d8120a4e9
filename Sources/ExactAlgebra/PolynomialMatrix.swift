/// A sparse matrix of polynomials, read as a matrix over the field of rational functions of their variables.
public struct PolynomialMatrix: Sendable {
    /// A non-zero entry of a row.
    public typealias Entry = (column: Int, value: Polynomial)

    /// The ring of the entries.
    public let ring: PolynomialRing
    /// Number of columns.
    public let columnCount: Int
    /// Rows; no column twice in a row.
    public private(set) var rows: [[Entry]] = []

    /// A matrix without rows.
    public init(ring: PolynomialRing, columnCount: Int) {
        self.ring = ring
        self.columnCount = columnCount
    }

    /// Appends a row; zeros are dropped.
    public mutating func append(row: [Entry]) {
        let kept = row.filter { !$0.value.isZero }.sorted { $0.column < $1.column }
        if !kept.isEmpty { rows.append(kept) }
    }

    /// The null vector when the null space has dimension 1, as polynomials without a common factor.
    ///
    /// Fraction-free Gauss-Jordan elimination; the cheapest entry serves as pivot and every row is divided by the
    /// greatest common divisor of its entries, which keeps the polynomials small.
    /// - Parameter termLimit: largest number of terms of one polynomial; more ends the attempt.
    /// - Returns: nil when the dimension is not 1 or a polynomial grows beyond the limit.
    public func nullVector(termLimit: Int = 2_000) -> [Polynomial]? {
        var left = rows.map { PolynomialMatrix.primitive($0, ring) }
        var done: [(pivot: Int, row: [Entry])] = []
        var isPivot = [Bool](repeating: false, count: columnCount)
        while done.count < columnCount - 1 {
            guard let choice = PolynomialMatrix.cheapestPivot(left, isPivot) else { return nil }
            let row = left.remove(at: choice.row)
            isPivot[choice.column] = true
            guard let head = row.first(where: { $0.column == choice.column })?.value else { return nil }
            func reduce(_ other: [Entry]) -> [Entry]? {
                guard let entry = other.first(where: { $0.column == choice.column }) else { return other }
                let common = head.greatestCommonDivisor(with: entry.value)
                guard let a = head.divided(exactlyBy: common), let b = entry.value.divided(exactlyBy: common) else {
                    return nil
                }
                let result = PolynomialMatrix.combine(other, a, row, b)
                guard result.allSatisfy({ $0.value.termCount <= termLimit }) else { return nil }
                return PolynomialMatrix.primitive(result, ring)
            }
            for index in left.indices {
                guard let reduced = reduce(left[index]) else { return nil }
                left[index] = reduced
            }
            left.removeAll { $0.isEmpty }
            for index in done.indices {
                guard let reduced = reduce(done[index].row) else { return nil }
                done[index].row = reduced
            }
            done.append((choice.column, row))
        }
        guard left.isEmpty, let free = isPivot.firstIndex(of: false) else { return nil }
        return PolynomialMatrix.backSubstitute(done, free: free, count: columnCount, ring)
    }

    private static func backSubstitute(
        _ done: [(pivot: Int, row: [Entry])], free: Int, count: Int, _ ring: PolynomialRing
    ) -> [Polynomial]? {
        // Every row reads a x_pivot + b x_free = 0; the common multiple of all a clears the denominators.
        var multiple = ring.one
        for (pivot, row) in done {
            guard let head = row.first(where: { $0.column == pivot })?.value else { return nil }
            guard row.contains(where: { $0.column == free }) else { continue }
            guard let rest = head.divided(exactlyBy: multiple.greatestCommonDivisor(with: head)) else { return nil }
            multiple = multiple * rest
        }
        var vector = [Polynomial](repeating: ring.zero, count: count)
        vector[free] = multiple
        for (pivot, row) in done {
            guard let head = row.first(where: { $0.column == pivot })?.value else { return nil }
            guard let tail = row.first(where: { $0.column == free })?.value else { continue }
            guard let value = (multiple * tail).divided(exactlyBy: head) else { return nil }
            vector[pivot] = -value
        }
        let entries = vector.enumerated().map { (column: $0.offset, value: $0.element) }
        for entry in primitive(entries.filter { !$0.value.isZero }, ring) { vector[entry.column] = entry.value }
        return vector
    }

    /// The row divided by the greatest common divisor of its entries, with integer coefficients.
    private static func primitive(_ row: [Entry], _ ring: PolynomialRing) -> [Entry] {
        guard var common = row.first?.value else { return [] }
        for entry in row.dropFirst() where !common.isOne {
            common = common.greatestCommonDivisor(with: entry.value)
        }
        common = common.constantValue == nil ? common : ring.one
        let divided = row.map { (column: $0.column, value: $0.value.divided(exactlyBy: common) ?? $0.value) }
        let content = divided.reduce(BigRational.zero) {
            BigRational.greatestCommonDivisor($0, $1.value.content)
        }
        return divided.map { ($0.column, $0.value.scaled(by: BigRational.one / content)) }
    }

    private static func cheapestPivot(_ rows: [[Entry]], _ isPivot: [Bool]) -> (row: Int, column: Int)? {
        var best: (cost: Int, row: Int, column: Int)?
        for (index, row) in rows.enumerated() {
            for entry in row where !isPivot[entry.column] {
                let cost = entry.value.termCount * row.count
                if best.map({ cost < $0.cost }) ?? true { best = (cost, index, entry.column) }
            }
        }
        return best.map { ($0.row, $0.column) }
    }

    /// `a * left - b * right`, both sorted by column.
    private static func combine(
        _ left: [Entry], _ a: Polynomial, _ right: [Entry], _ b: Polynomial
    ) -> [Entry] {
        var result: [Entry] = []
        var (i, j) = (0, 0)
        while i < left.count || j < right.count {
            let column = min(i < left.count ? left[i].column : .max, j < right.count ? right[j].column : .max)
            var value = a.ring.zero
            if i < left.count, left[i].column == column {
                value = a * left[i].value
                i += 1
            }
            if j < right.count, right[j].column == column {
                value = value - b * right[j].value
                j += 1
            }
            if !value.isZero { result.append((column, value)) }
        }
        return result
    }
}
