import Expressions
import NumericKernel

/// T(y) = b e f, a + b e f, (b e + c) f and a + (b e + c) f for all pairs e, f and e, 1/f of a library.
///
/// With weights w the sums over the rows of w t e f, w e^2 f^2, w e f and w e f^2 are four matrix products; they decide
/// every pair by a small least-squares problem, whatever the signs of the factors.
struct ProductJoin {
    /// The expressions.
    let library: FormLibrary
    /// Number of them that take part.
    let count: Int

    private static let block = 128
    private enum Kind: Int { case product, shiftedProduct, affineFactor, full }

    /// The best of every size for one target.
    ///
    /// - Complexity: 8 count² matrix-product steps of the sample's length.
    func forms(_ target: TransformedTarget, capacity: Int, shouldStop: () -> Bool) -> [LinearForm] {
        let n = library.rows
        let right = rightColumns(n)
        let sums = RightSums(right.values, target, n)
        var shelf = CandidateShelf(sizes: 48, capacity: capacity)
        let price = TransformedTarget.price(target.transform)
        var start = 0
        var products = Products(count: Self.block * right.places.count)
        while start < count, !shouldStop() {
            let range = start..<min(start + Self.block, count)
            multiply(range, sums, n, &products)
            for (j, place) in right.places.enumerated() {
                let f = place.index
                let size = library.entries[f].complexity + (place.inverse ? 0 : 1) + price + 1
                for i in range {
                    if place.inverse && i == f { continue }
                    let k = j * range.count + i - range.lowerBound
                    let total = size + library.entries[i].complexity
                    let second = 2 * f + (place.inverse ? 1 : 0)
                    let (t, s) = (products.target[k], products.squares[k])
                    let (m, h) = (products.means[k], products.mixed[k])
                    if place.inverse || i <= f {
                        shelf.offer(
                            size: total, misfit: sums.squares - t * t / s, kind: Kind.product.rawValue, i, second)
                        let variance = s - m * m / sums.weight
                        if variance > 1e-8 * s {
                            let covariance = t - m * sums.first / sums.weight
                            shelf.offer(
                                size: total + 2, misfit: sums.centred - covariance * covariance / variance,
                                kind: Kind.shiftedProduct.rawValue, i, second)
                        }
                    }
                    let (tf, ff, mf) = (sums.target[j], sums.right[j], sums.means[j])
                    let determinant = s * ff - h * h
                    if determinant > 1e-8 * s * ff {
                        let gain = (t * t * ff - 2 * t * tf * h + tf * tf * s) / determinant
                        shelf.offer(
                            size: total + 2, misfit: sums.squares - gain, kind: Kind.affineFactor.rawValue, i, second)
                    }
                    // The same with everything centred, which is what an offset does.
                    let w = 1 / sums.weight
                    let (cs, cf, ch) = (s - m * m * w, ff - mf * mf * w, h - m * mf * w)
                    let (ct, ctf) = (t - m * sums.first * w, tf - mf * sums.first * w)
                    let centred = cs * cf - ch * ch
                    if centred > 1e-7 * cs * cf, cs > 1e-8 * s, cf > 1e-8 * ff {
                        let gain = (ct * ct * cf - 2 * ct * ctf * ch + ctf * ctf * cs) / centred
                        shelf.offer(
                            size: total + 5, misfit: sums.centred - gain, kind: Kind.full.rawValue, i, second)
                    }
                }
            }
            start = range.upperBound
        }
        return forms(shelf, target.transform)
    }

    private func forms(_ shelf: CandidateShelf, _ transform: TargetTransform) -> [LinearForm] {
        shelf.entries.enumerated().flatMap { size, list in
            list.map { entry in
                let e = library.entries[entry.first].expression
                let plain = library.entries[entry.second / 2].expression
                let f = entry.second % 2 == 0 ? plain : plain.raised(to: -1)
                let (factor, basis): (Expression?, [Expression]) =
                    switch Kind(rawValue: entry.kind) {
                    case .shiftedProduct: (nil, [.one, e * f])
                    case .affineFactor: (f, [.one, e])
                    case .full: (nil, [.one, f, e * f])
                    default: (nil, [e * f])
                    }
                return LinearForm(
                    transform: transform, factor: factor, basis: basis, complexity: size, misfit: entry.misfit)
            }
        }
    }

    /// Every expression, and its reciprocal where that stays finite.
    private func rightColumns(_ n: Int) -> (values: [Double], places: [(index: Int, inverse: Bool)]) {
        var values: [Double] = []
        values.reserveCapacity(2 * count * n)
        var places: [(index: Int, inverse: Bool)] = []
        for k in 0..<count {
            let column = library.values[(k * n)..<((k + 1) * n)]
            values.append(contentsOf: column)
            places.append((k, false))
        }
        for k in 0..<count {
            let column = library.values[(k * n)..<((k + 1) * n)].map { 1 / $0 }
            guard column.allSatisfy({ abs($0) < 1e6 }) else { continue }
            values.append(contentsOf: column)
            places.append((k, true))
        }
        return (values, places)
    }

    /// What depends on the right factor and the target alone.
    private struct RightSums {
        var weight = 0.0
        var first = 0.0
        var squares = 0.0
        var centred = 0.0
        /// w t f, w f^2 and w f by rows, column by column.
        var weightedTarget: [Double] = []
        var weightedSquare: [Double] = []
        var weighted: [Double] = []
        /// Their sums.
        var target: [Double] = []
        var right: [Double] = []
        var means: [Double] = []

        init(_ values: [Double], _ view: TransformedTarget, _ n: Int) {
            for i in 0..<n {
                weight += view.weights[i]
                first += view.weights[i] * view.values[i]
                squares += view.weights[i] * view.values[i] * view.values[i]
            }
            centred = squares - first * first / weight
            weightedTarget = [Double](repeating: 0, count: values.count)
            weightedSquare = weightedTarget
            weighted = weightedTarget
            for j in 0..<(values.count / n) {
                var (a, b, c) = (0.0, 0.0, 0.0)
                for i in 0..<n {
                    let f = values[j * n + i]
                    let w = view.weights[i] * f
                    weighted[j * n + i] = w
                    weightedTarget[j * n + i] = w * view.values[i]
                    weightedSquare[j * n + i] = w * f
                    a += w * view.values[i]
                    b += w * f
                    c += w
                }
                target.append(a)
                right.append(b)
                means.append(c)
            }
        }
    }

    /// The four products of a block of left factors with all right ones.
    private struct Products {
        var target: [Double]
        var squares: [Double]
        var means: [Double]
        var mixed: [Double]

        init(count: Int) {
            target = [Double](repeating: 0, count: count)
            squares = target
            means = target
            mixed = target
        }
    }

    private func multiply(_ range: Range<Int>, _ sums: RightSums, _ n: Int, _ products: inout Products) {
        let left = Array(library.values[(range.lowerBound * n)..<(range.upperBound * n)])
        let squares = left.map { $0 * $0 }
        func product(_ a: [Double], _ b: [Double], _ out: inout [Double]) {
            a.withUnsafeBufferPointer { a in
                b.withUnsafeBufferPointer { b in
                    out.withUnsafeMutableBufferPointer { DenseProduct.ofTransposed(a, b, rows: n, into: $0) }
                }
            }
        }
        product(left, sums.weightedTarget, &products.target)
        product(squares, sums.weightedSquare, &products.squares)
        product(left, sums.weighted, &products.means)
        product(left, sums.weightedSquare, &products.mixed)
    }
}
