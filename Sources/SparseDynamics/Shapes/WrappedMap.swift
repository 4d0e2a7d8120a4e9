import Expressions
import Glibc
import NumericKernel

/// Recognises maps that wrap around: x[n+1] = mod(g(x), m), where jumps hide a smooth g.
///
/// Differences between neighbouring states have no jumps, but for a few pairs; robust regression on them gives g without its
/// constant, and the remainders of the data tell m.
struct WrappedMap: Sendable {
    /// States that are compared with their nearest neighbours.
    static let mostStates = 1200

    let rows: ShapeRows
    let monomials: [[Int]]

    /// The right-hand side; nil when the data are not of this kind.
    func formula() -> Expression? {
        guard rows.isMap, let range = ShapeRows.range(rows.side) else { return nil }
        let inner = monomials.filter { !$0.isEmpty }
        let columns = ShapeModel(shapes: [], terms: inner.map { ShapeModel.Term(factor: $0) }).matrix(rows)
        guard rows.count > 8 * inner.count + 20, columns.allSatisfy({ $0.allSatisfy(\.isFinite) }),
            var slopes = neighbourSlopes(columns)
        else { return nil }
        // The remainders lie on a lattice.
        let width = range.upperBound - range.lowerBound
        func remainders(_ slopes: [Double]) -> [Double] {
            rows.side.indices.map { row in
                rows.side[row] - slopes.indices.reduce(0) { $0 + slopes[$1] * columns[$1][row] }
            }
        }
        let rest = remainders(slopes).sorted()
        var gaps: [Double] = []
        for (low, high) in zip(rest, rest.dropFirst()) where high - low > 1e-5 * width { gaps.append(high - low) }
        guard var modulus = gaps.min(), gaps.count < 50, modulus > 0.5 * width else { return nil }
        var offset = rest[0]
        var counts: [Double] = []
        for _ in 0..<2 {
            counts = remainders(slopes).map { (($0 - offset) / modulus).rounded() }
            let ones = [Double](repeating: 1, count: rows.count)
            guard let search = try? SubsetSearch(columns: columns + [ones, counts], side: rows.side) else { return nil }
            let fit = search.fit(Array(0..<(columns.count + 2)), withGains: false)
            let solution = search.coefficients(of: fit)
            guard fit.residual.squareRoot() < 1e-9 * search.total.squareRoot() else { return nil }
            slopes = Array(solution[..<columns.count])
            offset = solution[columns.count]
            modulus = abs(solution[columns.count + 1])
        }
        return written(slopes, offset, modulus, counts, inner, columns)
    }

    /// Slopes of the smooth part from differences of neighbours, by reweighted least squares.
    private func neighbourSlopes(_ columns: [[Double]]) -> [Double]? {
        let count = rows.columns.count
        let scales = rows.columns.map { max(ShapeRows.range($0).map { $0.upperBound - $0.lowerBound } ?? 1, 1e-300) }
        let every = max(rows.count / Self.mostStates, 1)
        let chosen = Array(stride(from: 0, to: rows.count, by: every))
        var pairs: [(Int, Int)] = []
        for row in chosen {
            var nearest: (row: Int, distance: Double)?
            for other in chosen where other != row {
                var distance = 0.0
                for column in 0..<count {
                    let difference = (rows.columns[column][row] - rows.columns[column][other]) / scales[column]
                    distance += difference * difference
                }
                if distance > 0, distance < nearest?.distance ?? .infinity { nearest = (other, distance) }
            }
            if let nearest { pairs.append((row, nearest.row)) }
        }
        let side = pairs.map { rows.side[$0.0] - rows.side[$0.1] }
        let differences = columns.map { column in pairs.map { column[$0.0] - column[$0.1] } }
        var weights = side.map { 1 / (abs($0) + 1e-3 * scales[0]) }
        var solution: [Double] = []
        for _ in 0..<60 {
            let weighted = differences.map { zip($0, weights).map { $0 * $1 } }
            guard let search = try? SubsetSearch(columns: weighted, side: zip(side, weights).map { $0 * $1 }) else {
                return nil
            }
            let fit = search.fit(Array(columns.indices), withGains: false)
            let next = search.coefficients(of: fit)
            let rest = side.indices.map { row in
                abs(side[row] - next.indices.reduce(0) { $0 + next[$1] * differences[$1][row] })
            }
            let typical = max(DescriptiveStatistics.median(rest), 1e-15 * scales[0])
            weights = rest.map { 1 / (1 + ($0 / (4 * typical)) * ($0 / (4 * typical))) }
            let isSettled = zip(solution, next).allSatisfy { abs($0 - $1) <= 1e-13 * abs($1) }
            if isSettled, !solution.isEmpty { break }
            solution = next
        }
        return solution
    }

    /// mod(g, m), or mod(g + m/2, m) - m/2, with short numbers; nil when neither is how the data wrap.
    private func written(
        _ slopes: [Double], _ offset: Double, _ modulus: Double, _ counts: [Double], _ inner: [[Int]],
        _ columns: [[Double]]
    ) -> Expression? {
        func name(_ value: Double) -> (value: Double, expression: Expression) {
            if let match = ShortNumber.nearest(value, tolerance: abs(value) * 1e-12) {
                return (match.value, match.expression)
            }
            let unit = pow(10, 13 - log10(abs(value)).rounded(.down))
            let rounded = (value * unit).rounded() / unit
            return (rounded, .real(rounded))
        }
        let largest = zip(slopes, columns).map { slope, column in abs(slope) * (column.map { abs($0) }.max() ?? 0) }
        var terms: [Expression] = []
        var values = [Double](repeating: 0, count: rows.count)
        for (index, slope) in slopes.enumerated() where largest[index] > 1e-9 * modulus {
            let number = name(slope)
            terms.append(.product([number.expression] + inner[index].map { rows.formulas[$0] }))
            for row in values.indices { values[row] += number.value * columns[index][row] }
        }
        let period = name(modulus)
        // The constant of g is known up to multiples of m.
        for shift in [0, 0.5] {
            let constants = (-4...4).map { offset + Double($0) * modulus }
            for raw in constants.sorted(by: { abs($0) < abs($1) }) {
                let constant = abs(raw) < 1e-9 * modulus ? (value: 0.0, expression: Expression.zero) : name(raw)
                let isRight = values.indices.allSatisfy { row in
                    let g = values[row] + constant.value + shift * period.value
                    let wrapped = g - period.value * (g / period.value).rounded(.down) - shift * period.value
                    return abs(wrapped - rows.side[row]) < 1e-8 * modulus
                }
                guard isRight else { continue }
                var inside = terms
                if constant.value != 0 { inside.append(constant.expression) }
                let half = Expression.product([period.expression, .real(0.5)]).simplified()
                if shift > 0 { inside.append(half) }
                let wrapped = Expression.function(.mod, [Expression.sum(inside).simplified(), period.expression])
                return shift > 0 ? .sum([wrapped, .product([.integer(-1), half])]) : wrapped
            }
        }
        return nil
    }
}
