import CLAPACKE
import Diagnostics

/// Eigenvalues of a general real matrix.
public enum GeneralEigenvalues {
    /// All eigenvalues as real and imaginary parts, in LAPACK's order; conjugate pairs stand together.
    ///
    /// - Throws: `DiscoverError.numeric` for NaN or infinity in the matrix or failed convergence.
    /// - Complexity: O(n³).
    /// - Note: LAPACK `dgeev`.
    public static func of(_ matrix: Matrix) throws -> [(real: Double, imaginary: Double)] {
        KernelSetup.once
        let n = matrix.rows
        precondition(n == matrix.columns && n > 0)
        var a = matrix.elements
        var real = [Double](repeating: 0, count: n)
        var imaginary = real
        var (left, right) = ([0.0], [0.0])
        let none = CChar(UInt8(ascii: "N"))
        let info = LAPACKE_dgeev(
            LAPACK_COL_MAJOR, none, none, Int32(n), &a, Int32(n), &real, &imaginary, &left, 1, &right, 1)
        try KernelFailure.check(info, "dgeev")
        return zip(real, imaginary).map { ($0, $1) }
    }
}
