import NumericKernel

/// A least-squares problem reduced to its Gram matrix, with columns and side of length one.
struct RegressionRows: Sendable {
    /// Products of the columns, size × size.
    let gram: Matrix
    /// Products of the columns with the side.
    let products: [Double]
    /// Number of rows behind it.
    let rows: Int
    /// Lengths of the columns and of the side.
    let norms: [Double]
    let length: Double

    /// Number of columns.
    var count: Int { products.count }

    /// Reduces rows whose last column is the side.
    init(_ matrix: Matrix) {
        let whole = matrix.gram
        let count = matrix.columns - 1
        rows = matrix.rows
        let norms = (0...count).map { max(whole[$0, $0], 1e-300).squareRoot() }
        self.norms = Array(norms[..<count])
        length = norms[count]
        var gram = Matrix(rows: count, columns: count)
        for j in 0..<count {
            for i in 0..<count { gram[i, j] = whole[i, j] / (norms[i] * norms[j]) }
        }
        self.gram = gram
        products = (0..<count).map { whole[$0, count] / (norms[$0] * norms[count]) }
    }

    /// The least-squares solution by some columns with a ridge; 0 for the others.
    func solution(_ support: [Int], ridge: Double = 1e-10) -> [Double] {
        var result = [Double](repeating: 0, count: count)
        let size = support.count
        guard size > 0 else { return result }
        for extra in [ridge, ridge * 100, 1e-6, 1e-3] {
            var elements = [Double](repeating: 0, count: size * size)
            for (a, i) in support.enumerated() {
                for (b, j) in support.enumerated() { elements[a * size + b] = gram[i, j] + (a == b ? extra : 0) }
            }
            if let factor = CholeskyFactorization(elements, size: size) {
                for (place, value) in zip(support, factor.solve(support.map { products[$0] })) { result[place] = value }
                return result
            }
        }
        return result
    }

    /// The share of the side's square that is left by some coefficients.
    func residual(_ coefficients: [Double]) -> Double {
        var sum = 1.0
        for i in 0..<count where coefficients[i] != 0 {
            sum -= 2 * coefficients[i] * products[i]
            for j in 0..<count where coefficients[j] != 0 { sum += coefficients[i] * coefficients[j] * gram[i, j] }
        }
        return max(sum, 1e-30)
    }

    /// The coefficients in the units of the rows.
    func unscaled(_ coefficients: [Double]) -> [Double] {
        zip(coefficients, norms).map { $0 * length / $1 }
    }
}
