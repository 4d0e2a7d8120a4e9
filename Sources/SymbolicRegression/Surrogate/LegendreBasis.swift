/// Products of Legendre polynomials of bounded total degree over a box, with exact derivatives.
///
/// The columns are orthogonal under the uniform measure, which keeps the least-squares problem well conditioned up to
/// high degrees (polynomial chaos; Xiu & Karniadakis 2002, §3).
struct LegendreBasis: Sendable {
    /// Lower corner of the box.
    let lower: [Double]
    /// Upper corner of the box.
    let upper: [Double]
    /// Largest total degree.
    let degree: Int
    /// The factors of each term that are not 1: (variable, degree), degree at least 1.
    let terms: [[(variable: Int, degree: Int)]]
    /// Number of leading terms of total degree at most 0, 1, 2, ...
    let degreeEnds: [Int]

    /// The basis of the largest total degree (at most `maximumDegree`) that has no more than `budget` terms.
    init(lower: [Double], upper: [Double], budget: Int, maximumDegree: Int) {
        self.lower = lower
        self.upper = upper
        let dimension = lower.count
        var degree = 1
        while degree < maximumDegree, Self.count(dimension: dimension, degree: degree + 1) <= budget { degree += 1 }
        self.degree = degree
        var terms: [[(variable: Int, degree: Int)]] = []
        func extend(_ variable: Int, _ left: Int, _ term: [(variable: Int, degree: Int)]) {
            if variable == dimension {
                terms.append(term)
                return
            }
            for power in 0...left {
                extend(variable + 1, left - power, power == 0 ? term : term + [(variable, power)])
            }
        }
        extend(0, degree, [])
        // By total degree, so that the leading terms are the basis of a lower degree.
        let sorted = terms.enumerated().sorted { left, right in
            let (a, b) = (Self.totalDegree(left.element), Self.totalDegree(right.element))
            return (a, left.offset) < (b, right.offset)
        }.map(\.element)
        self.terms = sorted
        degreeEnds = (0...degree).map { bound in sorted.prefix { Self.totalDegree($0) <= bound }.count }
    }

    private static func totalDegree(_ term: [(variable: Int, degree: Int)]) -> Int {
        term.reduce(0) { $0 + $1.degree }
    }

    /// Number of terms of total degree at most `degree` in `dimension` variables; saturates at a large number.
    static func count(dimension: Int, degree: Int) -> Int {
        var result = 1
        for k in 1...Swift.max(1, dimension) {
            result = result * (degree + k) / k
            if result > 1_000_000 { return result }
        }
        return result
    }

    /// Legendre values and, if asked, derivatives with respect to the original variable: `[variable][degree][row]`.
    private func univariate(
        _ columns: [ArraySlice<Double>], derivatives: Bool
    ) -> (values: [[[Double]]], slopes: [[[Double]]]) {
        var values: [[[Double]]] = []
        var slopes: [[[Double]]] = []
        for (j, column) in columns.enumerated() {
            let scale = upper[j] > lower[j] ? 2 / (upper[j] - lower[j]) : 0
            let u = column.map { ($0 - lower[j]) * scale - 1 }
            var p = [[Double](repeating: 1, count: u.count), u]
            var d = [[Double](repeating: 0, count: u.count), [Double](repeating: scale, count: u.count)]
            for k in 1..<Swift.max(degree, 1) where k < degree {
                let (a, b) = (Double(2 * k + 1) / Double(k + 1), Double(k) / Double(k + 1))
                let (last, before) = (p[k], p[k - 1])
                p.append(u.indices.map { a * u[$0] * last[$0] - b * before[$0] })
                if derivatives {
                    let slopeBefore = d[k - 1]
                    d.append(u.indices.map { slopeBefore[$0] + Double(2 * k + 1) * scale * last[$0] })
                }
            }
            values.append(p)
            slopes.append(d)
        }
        return (values, slopes)
    }

    /// The design matrix in column-major order, one column per term.
    ///
    /// - Parameter columns: one slice of coordinates per variable, all equally long.
    func design(_ columns: [ArraySlice<Double>]) -> [Double] {
        let rows = columns.first?.count ?? 0
        let (values, _) = univariate(columns, derivatives: false)
        var result = [Double](repeating: 1, count: rows * terms.count)
        result.withUnsafeMutableBufferPointer { buffer in
            for (t, term) in terms.enumerated() {
                let base = t * rows
                for factor in term {
                    values[factor.variable][factor.degree].withUnsafeBufferPointer { column in
                        for i in 0..<rows { buffer[base + i] *= column[i] }
                    }
                }
            }
        }
        return result
    }

    /// Gradient of `sum coefficients[t] * term_t` at the given points: `[variable][row]`.
    func gradient(_ columns: [ArraySlice<Double>], coefficients: [Double]) -> [[Double]] {
        let rows = columns.first?.count ?? 0
        let (values, slopes) = univariate(columns, derivatives: true)
        var result = [[Double]](repeating: [Double](repeating: 0, count: rows), count: columns.count)
        var product = [Double](repeating: 0, count: rows)
        for (t, term) in terms.enumerated() where coefficients[t] != 0 {
            for (position, factor) in term.enumerated() {
                let slope = slopes[factor.variable][factor.degree]
                for i in 0..<rows { product[i] = coefficients[t] * slope[i] }
                for (other, rest) in term.enumerated() where other != position {
                    let column = values[rest.variable][rest.degree]
                    for i in 0..<rows { product[i] *= column[i] }
                }
                for i in 0..<rows { result[factor.variable][i] += product[i] }
            }
        }
        return result
    }
}
