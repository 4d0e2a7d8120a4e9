import Diagnostics
import Expressions
import NumericKernel

/// T(y) = a + b e, b e and b e^p for every expression e of a library, by weighted correlation.
///
/// All sums that the three need are dot products of e, e^2 and ln|e| with a few columns that depend on the target
/// alone, so one matrix product per block of expressions serves all T at once.
struct LineScan {
    /// The expressions.
    let library: ValueLibrary
    /// The T(y).
    let targets: [TransformedTarget]

    private static let block = 1024
    private enum Kind: Int { case proportional, affine, power }

    /// The best of every size.
    ///
    /// - Complexity: O(expressions × rows × targets).
    func forms(capacity: Int, threads: Int) -> [LinearForm] {
        let blocks = (library.count + Self.block - 1) / Self.block
        let chunks = max(1, min(32, blocks))
        let partial = ParallelMap.map(Array(0..<chunks), threads: threads) { chunk in
            var shelves = targets.map { _ in CandidateShelf(sizes: 40, capacity: capacity) }
            for number in stride(from: chunk, to: blocks, by: chunks) {
                scan(number * Self.block..<min((number + 1) * Self.block, library.count), &shelves)
            }
            return shelves
        }
        return targets.indices.flatMap { number in
            partial.flatMap { shelves in forms(shelves[number], targets[number].transform) }
        }
    }

    private func forms(_ shelf: CandidateShelf, _ transform: TargetTransform) -> [LinearForm] {
        shelf.entries.enumerated().flatMap { size, list in
            list.map { entry in
                let e = library.expression(entry.first)
                let basis: [Expression] =
                    switch Kind(rawValue: entry.kind) {
                    case .power: [.one, .apply(.log, e)]
                    case .affine: [.one, e]
                    default: [e]
                    }
                return LinearForm(
                    transform: transform, factor: nil, basis: basis, complexity: size, misfit: entry.misfit)
            }
        }
    }

    /// Dot products of blocks of columns with the columns of the targets: w^2 and w^2 T(y) for each T.
    private func scan(_ range: Range<Int>, _ shelves: inout [CandidateShelf]) {
        let n = library.rows
        let count = range.count
        let pairs = targets.flatMap { target in
            target.weights + zip(target.weights, target.values).map { $0 * $1 }
        }
        let lineWeights = targets.flatMap(\.weights)
        var squares = [Double](repeating: 0, count: count * n)
        var sums = [Double](repeating: 0, count: count * targets.count * 2)
        var squareSums = [Double](repeating: 0, count: count * targets.count)
        library.values.withUnsafeBufferPointer { all in
            let values = UnsafeBufferPointer(rebasing: all[(range.lowerBound * n)..<(range.upperBound * n)])
            for k in 0..<(count * n) { squares[k] = values[k] * values[k] }
            Self.multiply(values, pairs, n, &sums)
            squares.withUnsafeBufferPointer { Self.multiply($0, lineWeights, n, &squareSums) }
        }
        for (number, target) in targets.enumerated() {
            let constants = Sums(target)
            let price = TransformedTarget.price(target.transform)
            for k in 0..<count {
                let entry = library.entries[range.lowerBound + k]
                guard entry.flags & 8 == 0 else { continue }
                let size = Int(entry.complexity) + price
                let (e, cross) = (sums[2 * number * count + k], sums[(2 * number + 1) * count + k])
                let square = squareSums[number * count + k]
                shelves[number].offer(
                    size: size + 1, misfit: constants.squares - cross * cross / square,
                    kind: Kind.proportional.rawValue, range.lowerBound + k, 0)
                shelves[number].offer(
                    size: size + 3, misfit: constants.line(e, square, cross), kind: Kind.affine.rawValue,
                    range.lowerBound + k, 0)
            }
        }
        powers(range, &shelves)
    }

    /// ln|y| = a + p ln|e| for expressions of one sign.
    private func powers(_ range: Range<Int>, _ shelves: inout [CandidateShelf]) {
        guard let number = targets.firstIndex(where: { $0.transform == .logarithm }) else { return }
        let n = library.rows
        var places: [Int] = []
        var logarithms: [Double] = []
        var squares: [Double] = []
        for k in range where library.entries[k].flags & 8 == 0 {
            let values = library.values[(k * n)..<((k + 1) * n)]
            guard values.allSatisfy({ $0 > 0 }) else { continue }
            places.append(k)
            for value in values {
                let logarithm = Elementary.log(value)
                logarithms.append(logarithm)
                squares.append(logarithm * logarithm)
            }
        }
        guard !places.isEmpty else { return }
        let target = targets[number]
        var sums = [Double](repeating: 0, count: places.count * 2)
        var squareSums = [Double](repeating: 0, count: places.count)
        let pair = target.weights + zip(target.weights, target.values).map { $0 * $1 }
        logarithms.withUnsafeBufferPointer { Self.multiply($0, pair, n, &sums) }
        squares.withUnsafeBufferPointer { Self.multiply($0, target.weights, n, &squareSums) }
        let constants = Sums(target)
        for (position, k) in places.enumerated() {
            shelves[number].offer(
                size: Int(library.entries[k].complexity) + 3,
                misfit: constants.line(sums[position], squareSums[position], sums[places.count + position]),
                kind: Kind.power.rawValue, k, 0)
        }
    }

    private static func multiply(
        _ left: UnsafeBufferPointer<Double>, _ right: [Double], _ rows: Int, _ out: inout [Double]
    ) {
        right.withUnsafeBufferPointer { right in
            out.withUnsafeMutableBufferPointer { DenseProduct.ofTransposed(left, right, rows: rows, into: $0) }
        }
    }

    /// Sums over the rows of a target.
    private struct Sums {
        var weight = 0.0
        var first = 0.0
        var squares = 0.0

        init(_ target: TransformedTarget) {
            for (w, t) in zip(target.weights, target.values) {
                weight += w
                first += w * t
                squares += w * t * t
            }
        }

        /// Residual of the best line through e with the given sums of w e, w e^2 and w e t.
        @inline(__always)
        func line(_ e: Double, _ square: Double, _ cross: Double) -> Double {
            let variance = square - e * e / weight
            guard variance > 1e-9 * square else { return .nan }
            let covariance = cross - e * first / weight
            return squares - first * first / weight - covariance * covariance / variance
        }
    }
}
