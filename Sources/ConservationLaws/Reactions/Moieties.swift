import ExactAlgebra

/// The conserved sums of species of a reaction network that hold whatever the rates.
enum Moieties {
    /// Largest number of rays kept while the cone is built.
    private static let rayLimit = 3_000

    /// Independent integer vectors that every reaction leaves unchanged, those without negative numbers first.
    ///
    /// The cone of non-negative solutions is built reaction by reaction; its extreme rays with the fewest species are
    /// taken as long as they are independent (Schuster & Höfer 1991). What they do not span is completed from the
    /// null space.
    ///
    /// - Parameter changes: by reaction, the change of every species.
    static func basis(changes: [[Int]], speciesCount: Int) -> [[Int]] {
        var matrix = RationalMatrix(columnCount: speciesCount)
        for change in changes { matrix.append(row: change.enumerated().map { ($0.offset, BigRational($0.element)) }) }
        let null = matrix.nullSpace().compactMap(integers)
        let rays = rays(changes, speciesCount).sorted { left, right in
            let (a, b) = (left.count { $0 != 0 }, right.count { $0 != 0 })
            if a != b { return a < b }
            let (sumA, sumB) = (left.reduce(0, +), right.reduce(0, +))
            return sumA == sumB ? right.lexicographicallyPrecedes(left) : sumA < sumB
        }
        let field = PrimeField(index: 0)
        var span = ModularSpan(field: field)
        return (rays + null).filter { vector in
            span.dimension < null.count && span.insert(vector.map { field.element($0) })
        }
    }

    private static func integers(_ vector: [BigRational]) -> [Int]? {
        let content = vector.reduce(BigRational.zero) { BigRational.greatestCommonDivisor($0, $1) }
        guard !content.isZero else { return nil }
        let result = vector.compactMap { ($0 / content).machineInteger }
        return result.count == vector.count && result.allSatisfy({ $0.magnitude < 1 << 31 }) ? result : nil
    }

    /// Extreme rays of the cone of non-negative vectors orthogonal to all changes; empty when there are too many.
    private static func rays(_ changes: [[Int]], _ count: Int) -> [[Int]] {
        var rays = (0..<count).map { index in (0..<count).map { $0 == index ? 1 : 0 } }
        for change in changes {
            func product(_ ray: [Int]) -> Int { zip(ray, change).reduce(0) { $0 + $1.0 * $1.1 } }
            let values = rays.map(product)
            var next = rays.indices.filter { values[$0] == 0 }.map { rays[$0] }
            let (up, down) = (rays.indices.filter { values[$0] > 0 }, rays.indices.filter { values[$0] < 0 })
            guard up.count * down.count <= 200_000 else { return [] }
            var made: [[Int]] = []
            for first in up {
                for second in down {
                    let (a, b) = (-values[second], values[first])
                    let sum = zip(rays[first], rays[second]).map { $0 * a + $1 * b }
                    let divisor = sum.reduce(0) { greatestCommonDivisor($0, $1) }
                    guard sum.allSatisfy({ $0 < 1 << 30 }), divisor > 0 else { return [] }
                    made.append(sum.map { $0 / divisor })
                }
            }
            next += made
            // Only vectors with minimal support are extreme.
            let supports = next.map { ray in Set(ray.indices.filter { ray[$0] != 0 }) }
            guard next.count <= rayLimit else { return [] }
            var kept: [Int] = []
            for index in next.indices.sorted(by: { (supports[$0].count, $0) < (supports[$1].count, $1) })
            where !kept.contains(where: { supports[$0].isSubset(of: supports[index]) }) {
                kept.append(index)
            }
            rays = kept.sorted().map { next[$0] }
        }
        return rays
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}
