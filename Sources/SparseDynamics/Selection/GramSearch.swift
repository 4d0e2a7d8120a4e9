import NumericKernel

/// The search of subsets on a Gram matrix: fast, with the rounding errors of squared numbers, for noisy data.
struct GramSearch: SubsetChooser {
    let count: Int
    private let norms: [Double]
    private let gram: [Double]

    /// Prepares from the Gram matrix of the columns, their products with the side, and the sum of squares of the side.
    ///
    /// - Parameter ridge: added to the diagonal of the scaled matrix, for columns that nearly depend on each other.
    init(gram matrix: Matrix, products: [Double], total: Double, ridge: Double = 1e-11) {
        count = matrix.rows
        let order = count + 1
        let norms = (0..<matrix.rows).map { max(matrix[$0, $0], 1e-300).squareRoot() }
        var gram = [Double](repeating: 0, count: order * order)
        for i in 0..<count {
            for j in 0..<count { gram[i * order + j] = matrix[i, j] / (norms[i] * norms[j]) }
            gram[i * order + i] += ridge
            gram[i * order + count] = products[i] / norms[i]
            gram[count * order + i] = products[i] / norms[i]
        }
        gram[order * order - 1] = total
        self.gram = gram
        self.norms = norms
        self.total = total
    }

    /// Prepares from rows whose last column is the side.
    init(rows: Matrix) {
        let whole = rows.gram
        let count = rows.columns - 1
        var inner = Matrix(rows: count, columns: count)
        for j in 0..<count {
            for i in 0..<count { inner[i, j] = whole[i, j] }
        }
        self.init(gram: inner, products: (0..<count).map { whole[$0, count] }, total: whole[count, count])
    }

    let total: Double

    private var fresh: SweptGram { SweptGram(gram: gram, count: count) }

    private func swept(_ support: [Int]) -> SweptGram {
        var state = fresh
        for column in support where state.gain(column) > 0 || state.support.isEmpty { state.sweep(column) }
        return state
    }

    private func fit(of state: SweptGram, withGains: Bool) -> SubsetFit {
        let support = state.support
        return SubsetFit(
            support: support, coefficients: support.map { state.coefficient($0) }, residual: state.residual,
            losses: support.map { state.loss($0) },
            gains: (0..<count).map { withGains && !state.isIn[$0] ? state.gain($0) : 0 })
    }

    func fit(_ wanted: [Int], withGains: Bool) -> SubsetFit { fit(of: swept(wanted), withGains: withGains) }

    func coefficients(of fit: SubsetFit) -> [Double] {
        var result = [Double](repeating: 0, count: count)
        for (column, value) in zip(fit.support, fit.coefficients) { result[column] = value / norms[column] }
        return result
    }

    func best(
        scale: Double, prices: [Double], fixed: Set<Int>, starts: [[Int]], forwardTo size: Int
    ) -> [SubsetFit] {
        var met: [SubsetFit] = []
        func value(_ state: SweptGram) -> Double {
            state.residual / scale + state.support.reduce(0) { $0 + prices[$1] }
        }
        // Down from all columns, the best support on the way.
        var state = swept(Array(0..<count))
        var lowest = (state, value(state))
        while let weakest = state.support.filter({ !fixed.contains($0) })
            .min(by: { state.loss($0) / scale - prices[$0] < state.loss($1) / scale - prices[$1] })
        {
            state.sweep(weakest)
            let now = value(state)
            if now < lowest.1 { lowest = (state, now) }
            if state.support.count <= 30 { met.append(fit(of: state, withGains: false)) }
        }
        var seeds = [lowest.0.support]
        // Up from the fixed ones.
        state = swept(fixed.sorted())
        lowest = (state, value(state))
        while state.support.count < min(size, count),
            let top = (0..<count).filter({ !state.isIn[$0] }).max(by: { state.gain($0) < state.gain($1) }),
            state.gain(top) > 0
        {
            state.sweep(top)
            let now = value(state)
            if now < lowest.1 { lowest = (state, now) }
        }
        seeds.append(lowest.0.support)
        var seen: Set<[Int]> = []
        for seed in seeds + starts where seen.insert(seed).inserted {
            met += improved(seed, scale: scale, prices: prices, fixed: fixed)
        }
        seen = []
        return met.filter { seen.insert($0.support).inserted }
            .map { (fit: $0, score: score($0, scale: scale, prices: prices)) }
            .sorted { $0.score < $1.score }.map(\.fit)
    }

    /// Drops, adds and exchanges columns one at a time while the score falls; the fits met, the last one with its neighbours.
    private func improved(_ start: [Int], scale: Double, prices: [Double], fixed: Set<Int>) -> [SubsetFit] {
        var state = swept(start)
        var met = [fit(of: state, withGains: false)]
        for _ in 0..<60 {
            let inside = state.support.filter { !fixed.contains($0) }
            let outside = (0..<count).filter { !state.isIn[$0] }
            var best = (change: -1e-7, moves: [Int]())
            for column in inside {
                let change = state.loss(column) / scale - prices[column]
                if change < best.change { best = (change, [column]) }
            }
            for column in outside {
                let change = prices[column] - state.gain(column) / scale
                if change < best.change { best = (change, [column]) }
            }
            for old in inside {
                for new in outside {
                    let change = prices[new] - prices[old] - state.gain(exchanging: old, for: new) / scale
                    if change < best.change { best = (change, [old, new]) }
                }
            }
            guard !best.moves.isEmpty else { break }
            for column in best.moves { state.sweep(column) }
            // Sweeping back and forth piles up rounding errors: start afresh now and then.
            if met.count % 8 == 7 { state = swept(state.support) }
            met.append(fit(of: state, withGains: false))
        }
        return met + neighbours(of: state, scale: scale, prices: prices, fixed: fixed)
    }

    /// The closest rivals of a support: one column fewer, more, or exchanged.
    private func neighbours(
        of state: SweptGram, scale: Double, prices: [Double], fixed: Set<Int>
    ) -> [SubsetFit] {
        var moves: [(change: Double, columns: [Int])] = []
        let inside = state.support.filter { !fixed.contains($0) }
        let outside = (0..<count).filter { !state.isIn[$0] }
        for column in inside { moves.append((state.loss(column) / scale - prices[column], [column])) }
        for column in outside { moves.append((prices[column] - state.gain(column) / scale, [column])) }
        for old in inside {
            for new in outside {
                moves.append((prices[new] - prices[old] - state.gain(exchanging: old, for: new) / scale, [old, new]))
            }
        }
        return moves.filter { $0.change.isFinite }.sorted { $0.change < $1.change }.prefix(6).map { move in
            var support = state.support.filter { !move.columns.contains($0) }
            support += move.columns.filter { !state.isIn[$0] }
            return fit(support.sorted(), withGains: false)
        }
    }
}
