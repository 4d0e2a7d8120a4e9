import Expressions
import NumericKernel

/// T(y) = a + b e + c f for all pairs of a library and its reciprocals, from one Gram matrix.
///
/// With weighted, centred columns of unit length the squared multiple correlation of a pair is
/// (r1^2 - 2 r1 r2 g + r2^2) / (1 - g^2).
struct SumJoin {
    /// The expressions.
    let library: FormLibrary
    /// Number of them that take part.
    let count: Int

    private static let block = 256

    /// The best of every size for one target.
    ///
    /// - Complexity: 2 count² matrix-product steps of the sample's length.
    func forms(_ target: TransformedTarget, capacity: Int, shouldStop: () -> Bool) -> [LinearForm] {
        let n = library.rows
        let roots = target.weights.map { $0.squareRoot() }
        let length = roots.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length > 0 else { return [] }
        let unit = roots.map { $0 / length }
        var side = zip(roots, target.values).map { $0 * $1 }
        Self.remove(unit, from: &side)
        let total = side.reduce(0) { $0 + $1 * $1 }
        guard total > 0 else { return [] }
        var columns: [Double] = []
        columns.reserveCapacity(2 * count * n)
        var places: [(index: Int, inverse: Bool, correlation: Double)] = []
        for k in 0..<(2 * count) {
            let place = k % count
            var column = (0..<n).map { i -> Double in
                let value = library.values[place * n + i]
                return roots[i] * (k < count ? value : 1 / value)
            }
            let before = column.reduce(0) { $0 + $1 * $1 }
            guard before.isFinite else { continue }
            Self.remove(unit, from: &column)
            let after = column.reduce(0) { $0 + $1 * $1 }
            guard after > 1e-9 * before else { continue }
            let scale = 1 / after.squareRoot()
            var correlation = 0.0
            for i in 0..<n {
                column[i] *= scale
                correlation += column[i] * side[i]
            }
            columns.append(contentsOf: column)
            places.append((place, k >= count, correlation))
        }
        let shelf = scan(columns, places, total, n, TransformedTarget.price(target.transform), capacity, shouldStop)
        return shelf.entries.enumerated().flatMap { size, list in
            list.map { entry in
                let parts = [entry.first, entry.second].map { k -> Expression in
                    let e = library.entries[places[k].index].expression
                    return places[k].inverse ? e.raised(to: -1) : e
                }
                return LinearForm(
                    transform: target.transform, factor: nil, basis: [.one] + parts, complexity: size,
                    misfit: entry.misfit)
            }
        }
    }

    private func scan(
        _ columns: [Double], _ places: [(index: Int, inverse: Bool, correlation: Double)], _ total: Double, _ n: Int,
        _ price: Int, _ capacity: Int, _ shouldStop: () -> Bool
    ) -> CandidateShelf {
        var shelf = CandidateShelf(sizes: 48, capacity: capacity)
        let sizes = places.map { library.entries[$0.index].complexity + ($0.inverse ? 1 : 0) }
        let correlations = places.map(\.correlation)
        var gram = [Double](repeating: 0, count: Self.block * places.count)
        var start = 0
        columns.withUnsafeBufferPointer { all in
            while start < places.count, !shouldStop() {
                let range = start..<min(start + Self.block, places.count)
                gram.withUnsafeMutableBufferPointer { gram in
                    DenseProduct.ofTransposed(
                        UnsafeBufferPointer(rebasing: all[(range.lowerBound * n)..<(range.upperBound * n)]),
                        UnsafeBufferPointer(rebasing: all[0..<(range.upperBound * n)]), rows: n, into: gram)
                    for j in 0..<range.upperBound {
                        let other = correlations[j]
                        for i in max(j + 1, range.lowerBound)..<max(j + 1, range.upperBound) {
                            let g = gram[j * range.count + i - range.lowerBound]
                            let rest = 1 - g * g
                            guard rest > 1e-6 else { continue }
                            let r = correlations[i]
                            let gain = (r * r - 2 * r * other * g + other * other) / rest
                            shelf.offer(
                                size: sizes[i] + sizes[j] + price + 5, misfit: total - gain, kind: 0, j, i)
                        }
                    }
                }
                start = range.upperBound
            }
        }
        return shelf
    }

    private static func remove(_ unit: [Double], from column: inout [Double]) {
        var dot = 0.0
        for i in unit.indices { dot += unit[i] * column[i] }
        for i in unit.indices { column[i] -= dot * unit[i] }
    }
}
