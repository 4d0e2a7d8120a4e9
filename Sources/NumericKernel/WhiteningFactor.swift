import CGSL
import CLAPACKE

/// The Cholesky factor of a covariance, which turns correlated residuals into independent ones of size one.
public struct WhiteningFactor: Sendable {
    private let size: Int
    private let lower: [Double]

    /// Factors a symmetric n × n matrix, of which only the lower triangle is read; nil when it is not positive definite.
    ///
    /// - Complexity: O(n³/3).
    /// - Note: LAPACK `dpotrf`.
    public init?(_ covariance: Matrix) {
        KernelSetup.once
        size = covariance.rows
        precondition(size == covariance.columns && size > 0)
        var a = covariance.elements
        let info = LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), Int32(size), &a, Int32(size))
        guard info == 0 else { return nil }
        lower = a
    }

    /// L⁻¹ B: every column of B with covariance L Lᵀ becomes one with covariance 1 (BLAS `dtrsm`).
    ///
    /// - Complexity: O(n² × columns of B).
    public func whitened(_ matrix: Matrix) -> Matrix { solved(CblasNoTrans, matrix) }

    /// L⁻ᵀ B; after `whitened` this completes the product with the inverse covariance (BLAS `dtrsm`).
    public func colored(_ matrix: Matrix) -> Matrix { solved(CblasTrans, matrix) }

    /// The diagonal of the covariance: the variance of every row.
    ///
    /// - Complexity: O(n²).
    public var variances: [Double] {
        var result = [Double](repeating: 0, count: size)
        for column in 0..<size {
            for row in column..<size { result[row] += lower[column * size + row] * lower[column * size + row] }
        }
        return result
    }

    private func solved(_ transpose: CBLAS_TRANSPOSE, _ matrix: Matrix) -> Matrix {
        precondition(matrix.rows == size)
        var result = matrix
        cblas_dtrsm(
            CblasColMajor, CblasLeft, CblasLower, transpose, CblasNonUnit, Int32(size), Int32(matrix.columns), 1,
            lower, Int32(size), &result.elements, Int32(size))
        return result
    }
}
