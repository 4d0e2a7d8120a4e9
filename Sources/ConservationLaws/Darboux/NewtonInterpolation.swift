import ExactAlgebra

/// A polynomial over a prime field from its values at 1, 2, 3, ..., until further values change nothing.
struct NewtonInterpolation {
    /// So many values in a row must be foreseen before the degree counts as known.
    static let confirmations = 3

    private let field: PrimeField
    /// Divided differences f[1], f[1, 2], ...
    private var differences: [PrimeField.Element] = []
    /// The last values' differences of all orders, f[n], f[n - 1, n], ...
    private var diagonal: [PrimeField.Element] = []
    private var inverses: [PrimeField.Element] = []

    init(field: PrimeField) { self.field = field }

    /// Takes the value at the next node.
    mutating func add(_ value: PrimeField.Element) {
        var next = [value]
        for (order, previous) in diagonal.enumerated() {
            // The nodes are consecutive integers: their differences are the order.
            next.append(field.multiply(field.subtract(next[order], previous), inverses[order]))
        }
        diagonal = next
        differences.append(next[next.count - 1])
        inverses.append(field.inverse(field.element(next.count)))
    }

    /// Whether the last values were those of a polynomial through all before; wrong with a chance of about one in 2^61 for values
    /// at random places.
    var isSettled: Bool {
        differences.count > Self.confirmations && differences.suffix(Self.confirmations).allSatisfy { $0 == 0 }
    }

    /// The coefficients, constant first.
    var coefficients: [PrimeField.Element] {
        var result: [PrimeField.Element] = []
        for index in differences.indices.reversed() {
            // result · (t - node) + difference
            let node = field.element(index + 1)
            var next = [PrimeField.Element](repeating: 0, count: result.count + 1)
            for (power, coefficient) in result.enumerated() {
                next[power + 1] = field.add(next[power + 1], coefficient)
                next[power] = field.subtract(next[power], field.multiply(coefficient, node))
            }
            next[0] = field.add(next[0], differences[index])
            result = next
        }
        while result.last == 0 { result.removeLast() }
        return result
    }
}
