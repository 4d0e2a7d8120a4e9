import NumericKernel

/// Searches the subset of columns that explains a side best for its size: the smallest residual / scale + price · size.
///
/// Works on the triangle of [columns | side], so that fits cost the cube of the number of columns however many rows there
/// were, and rounding errors are not squared: on clean data the residual of the truth is 1e-12 of the side.
struct SubsetSearch: SubsetChooser {
    /// A column is dependent on others when less than this of its length is left.
    static let dependence = 1e-11

    /// Number of columns.
    let count: Int
    /// Lengths of the columns.
    let norms: [Double]
    /// Columns of length one, `rows` values each; the side comes last, as it is.
    private let elements: [Double]
    private let rows: Int

    /// Prepares the columns and the side, all equally long.
    ///
    /// - Throws: `DiscoverError.numeric` for a NaN or an infinity.
    init(columns: [[Double]], side: [Double]) throws {
        try self.init(Matrix(columns: columns + [side]))
    }

    /// Prepares a matrix whose last column is the side.
    init(_ matrix: Matrix) throws {
        let triangle = matrix.rows > matrix.columns ? try TriangularFactor.of(matrix) : matrix
        rows = triangle.rows
        count = triangle.columns - 1
        var elements = triangle.elements
        var norms: [Double] = []
        for column in 0..<count {
            var square = 0.0
            for row in 0..<rows { square += elements[column * rows + row] * elements[column * rows + row] }
            let norm = square.squareRoot()
            norms.append(norm)
            if norm > 0 {
                for row in 0..<rows { elements[column * rows + row] /= norm }
            }
        }
        self.elements = elements
        self.norms = norms
    }

    /// Sum of squares of the side itself.
    var total: Double { elements[(count * rows)...].reduce(0) { $0 + $1 * $1 } }

    /// The coefficients of a fit for the columns as they were given, one per column, 0 outside the support.
    func coefficients(of fit: SubsetFit) -> [Double] {
        var result = [Double](repeating: 0, count: count)
        for (column, value) in zip(fit.support, fit.coefficients) { result[column] = value / norms[column] }
        return result
    }

    // MARK: Fits

    /// Fits by the columns of a support; columns that depend on earlier ones of it are left out.
    ///
    /// - Complexity: O(rows × columns × size of the support).
    func fit(_ wanted: [Int], withGains: Bool = true) -> SubsetFit {
        var work = elements
        var pivots: [Int] = []
        var diagonal: [Double] = []
        let (rows, count) = (rows, count)
        var isIn = [Bool](repeating: false, count: count)
        var isPivot = [Bool](repeating: false, count: count + 1)
        for column in wanted { isIn[column] = true }
        let followers = (0...count).filter { $0 == count || withGains || isIn[$0] }
        work.withUnsafeMutableBufferPointer { work in
            for column in wanted where pivots.count < rows {
                let top = pivots.count
                let base = column * rows
                var square = 0.0
                for row in top..<rows { square += work[base + row] * work[base + row] }
                let norm = square.squareRoot()
                guard norm > Self.dependence else {
                    isIn[column] = false
                    continue
                }
                // Householder reflection that puts the column's remainder on its first row.
                let head = work[base + top]
                let alpha = head > 0 ? -norm : norm
                let pivot = head - alpha
                let factor = 1 / (alpha * pivot)
                work[base + top] = pivot
                for other in followers where other != column && !isPivot[other] {
                    let start = other * rows
                    // Four sums at a time, so that the processor can work on them side by side.
                    var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
                    var row = top
                    while row + 3 < rows {
                        a += work[base + row] * work[start + row]
                        b += work[base + row + 1] * work[start + row + 1]
                        c += work[base + row + 2] * work[start + row + 2]
                        d += work[base + row + 3] * work[start + row + 3]
                        row += 4
                    }
                    while row < rows {
                        a += work[base + row] * work[start + row]
                        row += 1
                    }
                    let weight = ((a + b) + (c + d)) * factor
                    if weight == 0 { continue }
                    for row in top..<rows { work[start + row] += weight * work[base + row] }
                }
                pivots.append(column)
                isPivot[column] = true
                diagonal.append(alpha)
            }
        }
        let size = pivots.count
        // The inverse of the triangle gives coefficients and what each column is worth.
        var inverse = [Double](repeating: 0, count: size * size)
        for j in 0..<size {
            inverse[j * size + j] = 1 / diagonal[j]
            for i in (0..<j).reversed() {
                var sum = 0.0
                for k in (i + 1)...j { sum += work[pivots[k] * rows + i] * inverse[j * size + k] }
                inverse[j * size + i] = -sum / diagonal[i]
            }
        }
        let side = count * rows
        var solution = [Double](repeating: 0, count: size)
        var losses = [Double](repeating: 0, count: size)
        for i in 0..<size {
            var value = 0.0
            var square = 0.0
            for j in i..<size {
                let element = inverse[j * size + i]
                value += element * work[side + j]
                square += element * element
            }
            solution[i] = value
            losses[i] = value * value / square
        }
        var residual = 0.0
        for row in size..<max(rows, size) { residual += work[side + row] * work[side + row] }
        var gains = [Double](repeating: 0, count: count)
        if withGains, size < rows {
            for column in 0..<count where !isIn[column] {
                var dot = 0.0
                var square = 0.0
                for row in size..<rows {
                    let value = work[column * rows + row]
                    dot += value * work[side + row]
                    square += value * value
                }
                if square > Self.dependence * Self.dependence { gains[column] = dot * dot / square }
            }
        }
        let order = (0..<size).sorted { pivots[$0] < pivots[$1] }
        return SubsetFit(
            support: order.map { pivots[$0] }, coefficients: order.map { solution[$0] }, residual: residual,
            losses: order.map { losses[$0] }, gains: gains)
    }

    // MARK: Search

    /// Fits met on the way down from a support, dropping the least useful column each time, or several of them while there
    /// are many; from large to small.
    func backward(from start: [Int]) -> [SubsetFit] {
        var fits = [fit(start, withGains: false)]
        while let last = fits.last, !last.support.isEmpty {
            let batch = max((last.support.count - 20) / 8, 1)
            let order = last.losses.indices.sorted { last.losses[$0] < last.losses[$1] }
            let dropped = Set(order.prefix(batch).map { last.support[$0] })
            fits.append(fit(last.support.filter { !dropped.contains($0) }, withGains: false))
        }
        return fits
    }

    /// Fits met on the way up from a support, adding the most useful column each time.
    func forward(from start: [Int], to size: Int) -> [SubsetFit] {
        var fits = [fit(start, withGains: true)]
        while let last = fits.last, last.support.count < min(size, count),
            let best = last.gains.indices.max(by: { last.gains[$0] < last.gains[$1] }), last.gains[best] > 0
        {
            fits.append(fit((last.support + [best]).sorted(), withGains: true))
        }
        return fits
    }

    /// The best support that dropping, adding and exchanging single columns leads to.
    ///
    /// - Parameters:
    ///   - start: where to begin.
    ///   - scale: what a unit of evidence is worth in sums of squares.
    ///   - prices: of every column, in units of evidence.
    ///   - fixed: columns that must stay.
    func improved(
        _ start: SubsetFit, scale: Double, prices: [Double], fixed: Set<Int> = [], rounds: Int = 40
    ) -> SubsetFit {
        var current = start.gains.allSatisfy({ $0 == 0 }) ? fit(start.support, withGains: true) : start
        var best = score(current, scale: scale, prices: prices)
        for _ in 0..<rounds {
            // What every move would bring is known without fitting it.
            var move: (support: [Int], score: Double)?
            func consider(_ support: [Int], _ value: Double) {
                if value < (move?.score ?? best - 1e-9 * abs(best)) { move = (support, value) }
            }
            for (position, column) in current.support.enumerated() where !fixed.contains(column) {
                var smaller = current.support
                smaller.remove(at: position)
                consider(smaller, best + current.losses[position] / scale - prices[column])
            }
            for column in current.gains.indices where current.gains[column] > 0 {
                consider(
                    (current.support + [column]).sorted(), best + prices[column] - current.gains[column] / scale)
            }
            // Exchange: without one column, which other one is worth more than it was? Only when nothing simpler helps.
            if move == nil {
                for (position, column) in current.support.enumerated() where !fixed.contains(column) {
                    var smaller = current.support
                    smaller.remove(at: position)
                    let reduced = fit(smaller, withGains: true)
                    let base = score(reduced, scale: scale, prices: prices)
                    for other in reduced.gains.indices where reduced.gains[other] > 0 && other != column {
                        consider((smaller + [other]).sorted(), base + prices[other] - reduced.gains[other] / scale)
                    }
                }
            }
            guard let chosen = move else { break }
            let next = fit(chosen.support, withGains: true)
            let value = score(next, scale: scale, prices: prices)
            guard value < best else { break }
            best = value
            current = next
        }
        return current
    }

    /// The best supports from several starts, best first, without repetitions.
    func best(
        scale: Double, prices: [Double], fixed: Set<Int> = [], starts: [[Int]] = [], forwardTo size: Int = 12
    ) -> [SubsetFit] {
        let down = backward(from: Array(0..<count)).filter { fixed.isSubset(of: $0.support) }
        let up = forward(from: fixed.sorted(), to: size)
        var visited: [SubsetFit] = []
        func lowest(_ fits: [SubsetFit]) -> SubsetFit? {
            fits.min { score($0, scale: scale, prices: prices) < score($1, scale: scale, prices: prices) }
        }
        var seeds = [lowest(down), lowest(up)].compactMap { $0 }
        seeds += starts.map { fit($0, withGains: true) }
        for seed in seeds { visited.append(improved(seed, scale: scale, prices: prices, fixed: fixed)) }
        visited += down.map { $0 }
        var seen: Set<[Int]> = []
        return visited.filter { seen.insert($0.support).inserted }
            .map { (fit: $0, score: score($0, scale: scale, prices: prices)) }
            .sorted { $0.score < $1.score }.map(\.fit)
    }
}
