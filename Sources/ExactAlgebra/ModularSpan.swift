/// The span of vectors over a prime field, grown one vector at a time.
public struct ModularSpan: Sendable {
    private let field: PrimeField
    private var rows: [(pivot: Int, values: [PrimeField.Element])] = []

    /// The span of nothing.
    public init(field: PrimeField) { self.field = field }

    /// Number of independent vectors so far.
    public var dimension: Int { rows.count }

    /// What is left of a vector after the span is subtracted, nil when it lies in the span.
    private func remainder(_ vector: [PrimeField.Element]) -> [PrimeField.Element]? {
        var left = vector
        for row in rows where left[row.pivot] != 0 {
            let factor = left[row.pivot]
            for index in row.pivot..<left.count where row.values[index] != 0 {
                left[index] = field.subtract(left[index], field.multiply(factor, row.values[index]))
            }
        }
        return left.contains { $0 != 0 } ? left : nil
    }

    /// Whether a vector lies in the span.
    public func contains(_ vector: [PrimeField.Element]) -> Bool { remainder(vector) == nil }

    /// Adds a vector; false when it lies in the span already. All vectors have the same length.
    @discardableResult
    public mutating func insert(_ vector: [PrimeField.Element]) -> Bool {
        guard var left = remainder(vector), let pivot = left.firstIndex(where: { $0 != 0 }) else { return false }
        let scale = field.inverse(left[pivot])
        for index in pivot..<left.count { left[index] = field.multiply(left[index], scale) }
        rows.append((pivot, left))
        return true
    }
}
