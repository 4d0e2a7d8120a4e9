/// Products of Legendre polynomials of bounded total degree over a box, with exact derivatives; for angles, of sines and
/// cosines of their multiples.
///
/// The columns are orthogonal under the uniform measure, which keeps the least-squares problem well conditioned up to
/// high degrees (polynomial chaos; Xiu & Karniadakis 2002, §3). Of an angle x, cos kx and sin kx count as degree k.
struct LegendreBasis: Sendable {
    /// Lower corner of the box.
    let lower: [Double]
    /// Upper corner of the box.
    let upper: [Double]
    /// Which variables are angles in radians.
    let isAngle: [Bool]
    /// Largest total degree.
    let degree: Int
    /// The factors of each term that are not 1: (variable, function). Function k of a variable is the Legendre polynomial of degree
    /// k; functions 2k - 1 and 2k of an angle are cos kx and sin kx.
    let terms: [[(variable: Int, function: Int)]]
    /// Number of leading terms of total degree at most 0, 1, 2, ...
    let degreeEnds: [Int]

    /// The basis of the largest total degree (at most `maximumDegree`) that has no more than `budget` terms.
    ///
    /// - Parameter isAngle: one flag per variable; empty for no angles.
    init(lower: [Double], upper: [Double], isAngle: [Bool] = [], budget: Int, maximumDegree: Int) {
        self.lower = lower
        self.upper = upper
        let angles = lower.indices.map { isAngle.isEmpty ? false : isAngle[$0] }
        self.isAngle = angles
        let dimension = lower.count
        let angleCount = angles.count { $0 }
        var degree = 1
        while degree < maximumDegree,
            Self.count(dimension: dimension, angles: angleCount, degree: degree + 1) <= budget
        {
            degree += 1
        }
        self.degree = degree
        var terms: [(factors: [(variable: Int, function: Int)], degree: Int)] = []
        func extend(_ variable: Int, _ left: Int, _ term: [(variable: Int, function: Int)]) {
            if variable == dimension {
                terms.append((term, degree - left))
                return
            }
            for function in 0...(angles[variable] ? 2 * left : left) {
                let used = angles[variable] ? (function + 1) / 2 : function
                extend(variable + 1, left - used, function == 0 ? term : term + [(variable, function)])
            }
        }
        extend(0, degree, [])
        // By total degree, so that the leading terms are the basis of a lower degree.
        let sorted = terms.enumerated().sorted { left, right in
            (left.element.degree, left.offset) < (right.element.degree, right.offset)
        }.map(\.element)
        self.terms = sorted.map(\.factors)
        degreeEnds = (0...degree).map { bound in sorted.prefix { $0.degree <= bound }.count }
    }

    /// Number of terms of total degree at most `degree` in `dimension` variables, of which some are angles; saturates at a large
    /// number.
    static func count(dimension: Int, angles: Int = 0, degree: Int) -> Int {
        // Coefficients of the generating function (1 + t)^angles / (1 - t)^(dimension + 1).
        var counts = [1] + [Int](repeating: 0, count: degree)
        for _ in 0..<angles {
            for d in (0..<degree).reversed() { counts[d + 1] += counts[d] }
        }
        for _ in 0...dimension {
            for d in 0..<degree { counts[d + 1] = min(counts[d + 1] + counts[d], 1_000_000) }
        }
        return counts[degree]
    }

    /// Values of the functions and, if asked, derivatives with respect to the original variable: `[variable][function][row]`.
    private func univariate(
        _ columns: [ArraySlice<Double>], derivatives: Bool
    ) -> (values: [[[Double]]], slopes: [[[Double]]]) {
        var values: [[[Double]]] = []
        var slopes: [[[Double]]] = []
        for (j, column) in columns.enumerated() {
            if isAngle[j] {
                let waves = waves(column)
                values.append(waves.values)
                slopes.append(waves.slopes)
                continue
            }
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

    /// 1, cos x, sin x, cos 2x, ... and their derivatives, by the addition theorems.
    private func waves(_ column: ArraySlice<Double>) -> (values: [[Double]], slopes: [[Double]]) {
        let (cosine, sine) = (column.map(Elementary.cos), column.map(Elementary.sin))
        var values = [[Double](repeating: 1, count: column.count)]
        var slopes = [[Double](repeating: 0, count: column.count)]
        var (c, s) = (cosine, sine)
        for k in 1...Swift.max(degree, 1) {
            values += [c, s]
            slopes += [s.map { -Double(k) * $0 }, c.map { Double(k) * $0 }]
            for i in c.indices {
                (c[i], s[i]) = (c[i] * cosine[i] - s[i] * sine[i], s[i] * cosine[i] + c[i] * sine[i])
            }
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
                    values[factor.variable][factor.function].withUnsafeBufferPointer { column in
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
                let slope = slopes[factor.variable][factor.function]
                for i in 0..<rows { product[i] = coefficients[t] * slope[i] }
                for (other, rest) in term.enumerated() where other != position {
                    let column = values[rest.variable][rest.function]
                    for i in 0..<rows { product[i] *= column[i] }
                }
                for i in 0..<rows { result[factor.variable][i] += product[i] }
            }
        }
        return result
    }
}
