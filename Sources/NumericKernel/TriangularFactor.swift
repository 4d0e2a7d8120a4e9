import CLAPACKE
import Diagnostics

/// The triangle R of A = Q R, which holds all that least-squares fits by columns of A need.
public enum TriangularFactor {
    /// Reduces an m × n matrix by Householder reflections.
    ///
    /// - Returns: the min(m, n) × n upper triangle; its Gram matrix is that of A, but without squared rounding errors.
    /// - Throws: `DiscoverError.numeric` when LAPACK rejects its arguments.
    /// - Complexity: O(m n²).
    /// - Note: LAPACK `dgeqrf`.
    public static func of(_ matrix: Matrix) throws -> Matrix {
        KernelSetup.once
        let (m, n) = (matrix.rows, matrix.columns)
        precondition(m > 0 && n > 0)
        var a = matrix.elements
        var tau = [Double](repeating: 0, count: min(m, n))
        try KernelFailure.check(LAPACKE_dgeqrf(LAPACK_COL_MAJOR, Int32(m), Int32(n), &a, Int32(m), &tau), "dgeqrf")
        var triangle = Matrix(rows: min(m, n), columns: n)
        for j in 0..<n {
            for i in 0...min(j, triangle.rows - 1) { triangle[i, j] = a[j * m + i] }
        }
        return triangle
    }

    /// The upper triangle R with R^T R = A of a symmetric positive definite matrix; nil when it is not.
    ///
    /// - Note: LAPACK `dpotrf`.
    public static func ofGram(_ gram: Matrix) -> Matrix? {
        KernelSetup.once
        let n = gram.rows
        precondition(n == gram.columns && n > 0)
        var a = gram.elements
        let info = LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, CChar(UInt8(ascii: "U")), Int32(n), &a, Int32(n))
        guard info == 0 else { return nil }
        for j in 0..<n {
            for i in (j + 1)..<max(n, j + 1) { a[j * n + i] = 0 }
        }
        return a.allSatisfy(\.isFinite) ? Matrix(rows: n, columns: n, elements: a) : nil
    }
}
