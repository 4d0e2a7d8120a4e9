import Evaluation
import Expressions
import NumericKernel

/// Moves coefficients as little as their errors allow until some functions of the variables stay constant and some
/// coefficients are given multiples of others.
///
/// The law H holds when the sum over the equations of ∂H/∂x f vanishes, which is linear in the coefficients: at every state of the
/// data one row. The rows that count are taken from a singular value decomposition.
struct LawProjection {
    /// Singular values below this fraction of the largest one are rounding errors.
    static let smallest = 1e-7

    let series: TimeSeries
    let laws: [Expression]
    /// Pairs of coefficients, by position: the first is `factor` times the second.
    var shared: [(first: Int, second: Int, factor: Double)] = []

    /// The outcome.
    struct Outcome {
        var coefficients: [Double]
        var covariance: Matrix
        /// Square of the distance that the coefficients were moved, in units of their errors.
        var chiSquared: Double
        /// Number of independent conditions.
        var conditions: Int
    }

    /// Projects.
    ///
    /// - Parameters:
    ///   - terms: equation and function of every coefficient.
    ///   - coefficients: in the units of the data.
    ///   - covariance: of the coefficients.
    /// - Returns: coefficients, 0 for terms that cannot be there; nil when an equation would have none left.
    func project(
        _ terms: [(equation: Int, function: Expression)], _ coefficients: [Double], _ covariance: Matrix
    ) throws -> Outcome? {
        let names = series.variables + series.inputs
        let columns = BarredTerms.states(series, limit: 400)
        let rows = 0..<(columns.first?.count ?? 0)
        let size = terms.count
        // Columns in units of the errors, so that all coefficients are alike.
        let errors = (0..<size).map { max(covariance[$0, $0], 1e-300).squareRoot() }
        var scaled: [[Double]] = [[Double]](repeating: [], count: size)
        // Every demand counts the same, however many rows it has and whatever its unit.
        func demand(_ columns: [[Double]]) {
            let own = zip(columns, errors).map { column, error in column.map { $0 * error } }
            let length = own.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }.squareRoot()
            guard length > 0 else { return }
            for index in scaled.indices { scaled[index] += own[index].map { $0 / length } }
        }
        for law in laws {
            var slopes: [[Double]] = []
            for name in series.variables {
                let tape = try Tape(law.derivative(withRespectTo: name).simplified(), variables: names)
                slopes.append(tape.evaluate(columns: columns, rows: rows))
            }
            demand(
                try terms.map { term in
                    let values = try Tape(term.function, variables: names).evaluate(columns: columns, rows: rows)
                    return zip(values, slopes[term.equation]).map { $0 * $1 }
                })
        }
        for pair in shared {
            demand((0..<size).map { [$0 == pair.first ? 1 : $0 == pair.second ? -pair.factor : 0] })
        }
        guard scaled.contains(where: { !$0.isEmpty }) else {
            return Outcome(coefficients: coefficients, covariance: covariance, chiSquared: 0, conditions: 0)
        }
        // The decomposition wants at least as many rows as columns.
        for index in scaled.indices where scaled[index].count < size {
            scaled[index] += [Double](repeating: 0, count: size - scaled[index].count)
        }
        guard let decomposition = try? SingularValueDecomposition(Matrix(columns: scaled)) else { return nil }
        let largest = decomposition.values.first ?? 0
        guard largest > 0 else {
            return Outcome(coefficients: coefficients, covariance: covariance, chiSquared: 0, conditions: 0)
        }
        let count = decomposition.values.count { $0 > Self.smallest * largest }
        guard count < size else { return nil }
        // Rows of conditions on coefficients in units of their errors.
        var restricted = Matrix(rows: count, columns: size)
        for row in 0..<count {
            for column in 0..<size { restricted[row, column] = decomposition.rightVectors[row][column] }
        }
        var correlation = Matrix(rows: size, columns: size)
        for i in 0..<size {
            for j in 0..<size { correlation[i, j] = covariance[i, j] / (errors[i] * errors[j]) }
        }
        let values = zip(coefficients, errors).map { $0 / $1 }
        let defect = restricted.times(values)
        let spread = restricted.times(correlation.times(restricted.transposed))
        guard let factor = CholeskyFactorization(spread.elements, size: count) else { return nil }
        let weights = factor.solve(defect)
        let shift = correlation.times(restricted.transposed.times(weights))
        var result = values
        for index in 0..<size { result[index] -= shift[index] }
        // Terms that have no part in the laws vanish; when all of an equation do, the laws are of another system.
        for index in 0..<size where abs(result[index]) <= 1e-6 * abs(values[index]) { result[index] = 0 }
        for equation in Set(terms.map(\.equation)) {
            guard terms.indices.contains(where: { terms[$0].equation == equation && result[$0] != 0 }) else {
                return nil
            }
        }
        var projected = covariance
        let response = restricted.times(correlation)
        for column in 0..<size {
            let solved = factor.solve(response.column(column))
            for row in 0..<size {
                var sum = 0.0
                for k in 0..<count { sum += response[k, row] * solved[k] }
                projected[row, column] -= sum * errors[row] * errors[column]
            }
        }
        return Outcome(
            coefficients: zip(result, errors).map { $0 * $1 }, covariance: projected,
            chiSquared: zip(defect, weights).reduce(0) { $0 + $1.0 * $1.1 }, conditions: count)
    }
}
