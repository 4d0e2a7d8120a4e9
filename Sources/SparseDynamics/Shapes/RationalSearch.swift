import Glibc
import NumericKernel

/// Finds the denominators of right-hand sides that are quotients of polynomials, one or two of them.
///
/// The equation y' Q(x) = P(x) is linear in the coefficients of both polynomials: a combination of the columns y' m and of
/// monomials that vanishes on the data (the implicit form; Mangan et al. 2016). Q is a product of factors of one variable each,
/// which become shapes: with more freedom than that many combinations vanish, and none of them need be the right one. Rows
/// count by how well their derivatives are known.
struct RationalSearch {
    /// Rows of the linear problem.
    static let mostRows = 900
    /// Rows whose derivatives are this much worse than the best ones are of no use.
    static let leastWeight = 1e-6
    /// Most columns of the linear problem.
    static let mostColumns = 75
    /// Most denominators that are handed on.
    static let mostCandidates = 4
    /// What P/Q may leave of y', relative to its size.
    static let goal = 1e-5
    /// What P/Q may leave relative to the quotient that leaves least, and the least that counts: below it, more columns only
    /// follow errors.
    static let allowance = (factor: 300.0, floor: 1e-13)
    /// By how much P/Q must leave less than a polynomial of the degree of P.
    static let advantage = 30.0
    /// How far a coefficient of Q may be from the product that it should be, relative to the product; refinement follows.
    static let factorError = 0.2
    /// Coefficients of Q below this share of the largest one are errors of the derivatives.
    private static let insignificant = 1e-4

    /// A factor of Q that changes by less over the data is none.
    private static let insignificantChange = 2e-3

    private let columns: [[Double]]
    private let scales: [Double]
    private let side: [Double]
    private let weights: [Double]

    /// Prepares a search.
    ///
    /// - Parameters:
    ///   - rows: rows of one per sample, with derivatives or next values as their side.
    ///   - weights: how much each row counts; nil for all alike.
    init(rows: ShapeRows, weights: [Double]? = nil) {
        let good = rows.side.indices.filter { (weights?[$0] ?? 1) > Self.leastWeight }
        let step = max((good.count + Self.mostRows - 1) / Self.mostRows, 1)
        let kept = stride(from: 0, to: good.count, by: step).map { good[$0] }
        let own = kept.map { weights?[$0] ?? 1 }
        scales = rows.columns.map { column in kept.reduce(.leastNormalMagnitude) { max($0, abs(column[$1])) } }
        columns = zip(rows.columns, scales).map { column, scale in kept.map { column[$0] / scale } }
        let square = zip(kept, own).reduce(0) { $0 + (rows.side[$1.0] * $1.1) * (rows.side[$1.0] * $1.1) }
        let size = max(square.squareRoot(), .leastNormalMagnitude)
        side = kept.map { rows.side[$0] / size }
        self.weights = own
    }

    /// A quotient that explains the side.
    private struct Candidate: Sendable {
        var size: Int
        var left: Double
        var shapes: [Shape]
    }

    /// The shapes of the denominators that explain the side, from small to large; none when none does.
    ///
    /// - Complexity: O(rows × columns²) for each of a few dozen pairs of polynomials.
    func shapes() -> [[Shape]] {
        var candidates: [Candidate] = []
        for degree in 2...5 {
            let count = CandidateLibrary.monomialCount(degree: degree, count: columns.count)
            guard count + 2 <= Self.mostColumns else { break }
            let above = CandidateLibrary.exponents(degree: degree, count: columns.count).map(monomial)
            guard let plain = try? SubsetSearch(columns: above.map(weighted), side: weighted(side)) else { continue }
            let polynomial = plain.fit(Array(above.indices), withGains: false).residual.squareRoot()
            for below in denominators
            where count + below.count <= Self.mostColumns && (count + below.count) * 3 < side.count {
                guard let found = denominator(above, below), found.left < Self.goal,
                    found.left * Self.advantage < polynomial, let shapes = shapes(below, found.coefficients)
                else { continue }
                candidates.append(Candidate(size: count + below.count, left: found.left, shapes: shapes))
            }
        }
        let least = max(candidates.map(\.left).min() ?? 0, Self.allowance.floor)
        let kept = candidates.indices.filter { candidates[$0].left <= Self.allowance.factor * least }
            .sorted { (candidates[$0].size, $0) < (candidates[$1].size, $1) }
        var result: [[Shape]] = []
        for place in kept where result.count < Self.mostCandidates {
            let own = candidates[place].shapes
            let isKnown = result.contains { other in
                other.count == own.count
                    && zip(other, own).allSatisfy { $0.kind == $1.kind && $0.argument == $1.argument }
            }
            if !isKnown { result.append(own) }
        }
        return result
    }

    /// Exponents of the denominators: of one column to the first and to the second degree, and products of two.
    private var denominators: [[[Int]]] {
        func powers(_ pairs: [Int: Int]) -> [Int] { columns.indices.map { pairs[$0] ?? 0 } }
        var result: [[[Int]]] = []
        for degree in 1...2 {
            for column in columns.indices { result.append((0...degree).map { powers([column: $0]) }) }
        }
        for (one, other) in columns.indices.flatMap({ one in columns.indices.dropFirst(one + 1).map { (one, $0) } }) {
            for degree in 1...2 {
                result.append(
                    (0...degree).flatMap { power in (0...degree).map { powers([one: power, other: $0]) } })
            }
        }
        return result
    }

    private func weighted(_ column: [Double]) -> [Double] { zip(column, weights).map { $0 * $1 } }

    private func monomial(_ exponents: [Int]) -> [Double] {
        var result = [Double](repeating: 1, count: side.count)
        for (column, power) in zip(columns, exponents) where power > 0 {
            for _ in 0..<power { for row in result.indices { result[row] *= column[row] } }
        }
        return result
    }

    /// The coefficients of Q, for the scaled columns, and what P/Q leaves of the side.
    private func denominator(_ above: [[Double]], _ exponents: [[Int]]) -> (coefficients: [Double], left: Double)? {
        let below = exponents.map(monomial)
        let products = below.map { column in zip(column, side).map { -$0 * $1 } }
        var lengths: [Double] = []
        let unit = (above + products).map { column -> [Double] in
            let column = weighted(column)
            let length = max(Complement.dot(column, column).squareRoot(), .leastNormalMagnitude)
            lengths.append(length)
            return column.map { $0 / length }
        }
        guard let triangle = try? TriangularFactor.of(Matrix(columns: unit)),
            let decomposition = try? SingularValueDecomposition(triangle),
            let last = decomposition.rightVectors.last
        else { return nil }
        let vector = zip(last, lengths).map { $0 / $1 }
        let (p, q) = (Array(vector[..<above.count]), Array(vector[above.count...]))
        let largest = q.reduce(0) { max($0, abs($1)) }
        guard largest > 0, q.dropFirst().contains(where: { abs($0) > Self.insignificant * largest }) else { return nil }
        var left = 0.0
        for row in side.indices {
            let top = above.indices.reduce(0) { $0 + p[$1] * above[$1][row] }
            let bottom = below.indices.reduce(0) { $0 + q[$1] * below[$1][row] }
            let rest = (side[row] - top / bottom) * weights[row]
            left += rest * rest
        }
        guard left.isFinite else { return nil }
        return (q.map { abs($0) > Self.insignificant * largest ? $0 / largest : 0 }, left.squareRoot())
    }

    /// The factors of Q as shapes of the unscaled columns; nil when it is not a product of factors of one column each.
    private func shapes(_ exponents: [[Int]], _ coefficients: [Double]) -> [Shape]? {
        let present = exponents.indices.filter { coefficients[$0] != 0 }
        let common = columns.indices.map { column in present.map { exponents[$0][column] }.min() ?? 0 }
        var table: [[Int]: Double] = [:]
        for place in present { table[zip(exponents[place], common).map { $0 - $1 }] = coefficients[place] }
        let none = [Int](repeating: 0, count: columns.count)
        guard let constant = table[none] else { return nil }
        var result: [Shape] = []
        var factors: [[Double]] = []
        for column in columns.indices {
            let highest = table.keys.map { $0[column] }.max() ?? 0
            factors.append(
                (0...highest).map { power in
                    var own = none
                    own[column] = power
                    return (table[own] ?? 0) / constant
                })
            if common[column] > 0 {
                result.append(
                    Shape(kind: .power, argument: .column(column), parameters: [-Double(common[column])]))
            }
        }
        // Q must be the product of what it is along each axis.
        for key in exponents.map({ zip($0, common).map { $0 - $1 } }) where key.allSatisfy({ $0 >= 0 }) {
            let product = columns.indices.reduce(constant) { product, column in
                product * (key[column] < factors[column].count ? factors[column][key[column]] : 0)
            }
            let error = abs(product - (table[key] ?? 0))
            guard error < Self.factorError * max(abs(product), 0.1 * abs(constant)) else { return nil }
        }
        for column in columns.indices {
            guard let own = poles(factors[column], column) else { return nil }
            result += own
        }
        return result.isEmpty ? nil : result
    }

    /// The shapes 1/(p + x) or 1/(p + x²) of a factor 1 + b x + a x² of a scaled column.
    private func poles(_ factor: [Double], _ column: Int) -> [Shape]? {
        let scale = scales[column]
        // What hardly changes over the data is an error of the derivatives.
        var factor = factor
        while factor.count > 1, abs(factor[factor.count - 1]) < Self.insignificantChange { factor.removeLast() }
        switch factor.count {
        case 1: return []
        case 2:
            return [Shape(kind: .pole, argument: .column(column), parameters: [scale / factor[1]])]
        case 3:
            let (b, a) = (factor[1], factor[2])
            if abs(b) < 1e-3 {
                return [Shape(kind: .pole, argument: .product(column, column), parameters: [scale * scale / a])]
            }
            let root = b * b - 4 * a
            guard root > 0, a != 0 else { return nil }
            // 1 + b x + a x² = a (x + u)(x + v).
            return [1.0, -1].map { sign in
                Shape(
                    kind: .pole, argument: .column(column),
                    parameters: [scale * (b + sign * root.squareRoot()) / (2 * a)])
            }
        default: return nil
        }
    }
}
