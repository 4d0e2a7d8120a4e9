/// The space of rows orthogonal to some columns, to see what further columns explain of what is left.
struct Complement: Sendable {
    /// Below this fraction of its length a column counts as dependent.
    static let dependence = 1e-9

    private(set) var basis: [[Double]] = []

    /// Takes a column into the span.
    mutating func add(_ column: [Double]) {
        if let direction = direction(of: column) { basis.append(direction) }
    }

    /// What is left of a column, with length one; nil when it depends on the span.
    func direction(of column: [Double]) -> [Double]? {
        let length = Self.dot(column, column).squareRoot()
        guard length > 0, length.isFinite else { return nil }
        let rest = remainder(of: column)
        let size = Self.dot(rest, rest).squareRoot()
        guard size > Self.dependence * length else { return nil }
        return rest.map { $0 / size }
    }

    /// What is left of a column.
    func remainder(of column: [Double]) -> [Double] {
        var rest = column
        // Twice is enough, and once where much is left: rounding errors grow by the share that goes.
        for _ in 0..<2 {
            for vector in basis { Self.subtract(Self.dot(vector, rest), vector, from: &rest) }
            if Self.dot(rest, rest) > 1e-6 * Self.dot(column, column) { break }
        }
        return rest
    }

    /// Subtracts a multiple of a column; without checks of every index, for this is most of the work of a scan.
    private static func subtract(_ factor: Double, _ vector: [Double], from rest: inout [Double]) {
        guard factor != 0 else { return }
        precondition(vector.count == rest.count)
        vector.withUnsafeBufferPointer { vector in
            rest.withUnsafeMutableBufferPointer { rest in
                for row in 0..<vector.count { rest[row] -= factor * vector[row] }
            }
        }
    }

    /// How much of the square of a remainder some columns explain.
    func gain(of columns: [[Double]], on rest: [Double]) -> Double {
        var own = self
        var sum = 0.0
        for column in columns {
            guard let direction = own.direction(of: column) else { continue }
            let product = Self.dot(direction, rest)
            sum += product * product
            own.basis.append(direction)
        }
        return sum
    }

    static func dot(_ a: [Double], _ b: [Double]) -> Double {
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                var (s, t, u, v) = (0.0, 0.0, 0.0, 0.0)
                var row = 0
                while row + 3 < a.count {
                    s += a[row] * b[row]
                    t += a[row + 1] * b[row + 1]
                    u += a[row + 2] * b[row + 2]
                    v += a[row + 3] * b[row + 3]
                    row += 4
                }
                while row < a.count {
                    s += a[row] * b[row]
                    row += 1
                }
                return (s + t) + (u + v)
            }
        }
    }
}
