import ExactAlgebra

/// Vectors written as integer combinations of a few independent ones: the angles `a`, `b`, `a - b` are combinations of `a`, `b`.
struct ArgumentBasis {
    /// Basis vector number i is `vectors[basis[i].vector]` divided by `basis[i].divisor`.
    private(set) var basis: [(vector: Int, divisor: Int)] = []
    /// For every vector its integer coordinates.
    private(set) var coordinates: [[Int]] = []

    /// Chooses a basis among the vectors, those with few entries first, and divides it so far that all coordinates are integers.
    ///
    /// Nil when a coordinate is too large.
    init?(_ vectors: [[BigRational]]) {
        let preference = vectors.indices.sorted { left, right in
            func size(_ index: Int) -> Int { vectors[index].count { !$0.isZero } }
            return (size(left), left) < (size(right), right)
        }
        // Rows of an elimination: reduced vector, and its coordinates in the chosen basis.
        var rows: [(pivot: Int, vector: [BigRational], parts: [BigRational])] = []
        var exact = [[BigRational]](repeating: [], count: vectors.count)
        for index in preference {
            var left = vectors[index]
            var parts = [BigRational](repeating: .zero, count: vectors.count)
            for row in rows where !left[row.pivot].isZero {
                let factor = left[row.pivot] / row.vector[row.pivot]
                left = zip(left, row.vector).map { $0 - factor * $1 }
                parts = zip(parts, row.parts).map { $0 + factor * $1 }
            }
            guard let pivot = left.firstIndex(where: { !$0.isZero }) else {
                exact[index] = parts
                continue
            }
            let number = basis.count
            basis.append((index, 1))
            var own = parts.map { -$0 }
            own[number] = own[number] + .one
            rows.append((pivot, left, own))
            exact[index] = [BigRational](repeating: .zero, count: vectors.count)
            exact[index][number] = .one
        }
        for number in basis.indices {
            var multiple = 1
            for vector in exact {
                guard let divisor = vector[number].denominator.machineInteger, divisor <= 60 else { return nil }
                var (a, b) = (multiple, divisor)
                while b != 0 { (a, b) = (b, a % b) }
                multiple = multiple / a * divisor
                guard multiple <= 5_000 else { return nil }
            }
            basis[number].divisor = multiple
        }
        for vector in exact {
            var whole: [Int] = []
            for number in basis.indices {
                let scaled = vector[number] * BigRational(basis[number].divisor)
                guard let value = scaled.machineInteger, value.magnitude <= 40 else { return nil }
                whole.append(value)
            }
            coordinates.append(whole)
        }
    }
}
