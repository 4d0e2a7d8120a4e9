import Glibc
import NumericKernel

/// Finds the denominators of right-hand sides that are quotients of polynomials, however many of them there are.
///
/// The equation y' Q(x) = P(x) is linear in the coefficients of both polynomials: a combination of the columns y' m and of
/// monomials that vanishes on the data (the implicit form; Mangan et al. 2016). Q is taken apart into factors of one
/// variable each, which become shapes.
struct RationalSearch {
    /// Rows of the linear problem.
    static let mostRows = 900
    /// Most columns of the linear problem.
    static let mostColumns = 75
    /// What P/Q may leave of y', relative to its size.
    static let goal = 1e-5
    /// By how much P/Q must leave less than a polynomial with as many terms.
    static let advantage = 30.0
    /// Coefficients of Q below this share of the largest one are errors of the derivatives.
    private static let insignificant = 1e-4

    /// A factor of Q that changes by less over the data is none.
    private static let insignificantChange = 2e-3

    private let columns: [[Double]]
    private let scales: [Double]
    private let side: [Double]

    /// Prepares a search.
    ///
    /// - Parameter rows: rows of one per sample, with derivatives or next values as their side.
    init(rows: ShapeRows) {
        let sample = rows.thinned(to: Self.mostRows)
        scales = sample.columns.map { max($0.reduce(0) { max($0, abs($1)) }, .leastNormalMagnitude) }
        columns = zip(sample.columns, scales).map { column, scale in column.map { $0 / scale } }
        let size = max(Complement.dot(sample.side, sample.side).squareRoot(), .leastNormalMagnitude)
        side = sample.side.map { $0 / size }
    }

    /// The shapes that the factors of the first denominator that explains the side stand for; nil when none does.
    ///
    /// - Complexity: O(rows × columns²) for each of a few pairs of polynomials.
    func shapes() -> [Shape]? {
        for (numerator, denominator) in ladder {
            guard let polynomial = self.denominator(numerator: numerator, denominator) else { continue }
            return shapes(denominator, polynomial)
        }
        return nil
    }

    /// Exponents of the numerator and of the denominator, from small to large.
    private var ladder: [(numerator: [[Int]], denominator: [[Int]])] {
        let count = columns.count
        var result: [(numerator: [[Int]], denominator: [[Int]])] = []
        for (above, below) in [(2, 1), (3, 1), (3, 2), (4, 1), (4, 2)] {
            let size =
                CandidateLibrary.monomialCount(degree: above, count: count)
                + CandidateLibrary.monomialCount(degree: below, count: count)
            guard size <= Self.mostColumns, size * 3 < side.count else { continue }
            result.append(
                (
                    CandidateLibrary.exponents(degree: above, count: count),
                    CandidateLibrary.exponents(degree: below, count: count)
                ))
        }
        return result
    }

    private func monomial(_ exponents: [Int]) -> [Double] {
        var result = [Double](repeating: 1, count: side.count)
        for (column, power) in zip(columns, exponents) where power > 0 {
            for _ in 0..<power { for row in result.indices { result[row] *= column[row] } }
        }
        return result
    }

    /// The coefficients of Q, for the scaled columns, when P/Q explains the side.
    private func denominator(numerator: [[Int]], _ exponents: [[Int]]) -> [Double]? {
        let above = numerator.map(monomial)
        let below = exponents.map(monomial)
        let products = below.map { column in zip(column, side).map { -$0 * $1 } }
        var lengths: [Double] = []
        let unit = (above + products).map { column -> [Double] in
            let length = max(Complement.dot(column, column).squareRoot(), .leastNormalMagnitude)
            lengths.append(length)
            return column.map { $0 / length }
        }
        guard let decomposition = try? SingularValueDecomposition(Matrix(columns: unit)),
            let last = decomposition.rightVectors.last
        else { return nil }
        let vector = zip(last, lengths).map { $0 / $1 }
        let (p, q) = (Array(vector[..<above.count]), Array(vector[above.count...]))
        let largest = q.reduce(0) { max($0, abs($1)) }
        guard largest > 0, q.filter({ abs($0) > Self.insignificant * largest }).count > 1 else { return nil }
        var left = 0.0
        for row in side.indices {
            let top = above.indices.reduce(0) { $0 + p[$1] * above[$1][row] }
            let bottom = below.indices.reduce(0) { $0 + q[$1] * below[$1][row] }
            left += (side[row] - top / bottom) * (side[row] - top / bottom)
        }
        guard left.squareRoot() < Self.goal,
            let plain = try? SubsetSearch(columns: unit.prefix(above.count) + [], side: side)
        else { return nil }
        let polynomial = plain.fit(Array(above.indices), withGains: false).residual.squareRoot()
        guard polynomial > Self.advantage * left.squareRoot() else { return nil }
        return q.map { abs($0) > Self.insignificant * largest ? $0 / largest : 0 }
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
        for key in CandidateLibrary.exponents(
            degree: exponents.map { $0.reduce(0, +) }.max() ?? 0, count: columns.count)
        {
            let product = columns.indices.reduce(constant) { product, column in
                product * (key[column] < factors[column].count ? factors[column][key[column]] : 0)
            }
            let isBeyond =
                product != 0 && !exponents.contains { zip($0, zip(key, common)).allSatisfy { $0 == $1.0 + $1.1 } }
            guard !isBeyond, abs(product - (table[key] ?? 0)) < 0.02 else { return nil }
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
