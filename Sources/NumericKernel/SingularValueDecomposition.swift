import CLAPACKE
import Diagnostics

/// A = U diag(s) V^T with singular values in descending order.
public struct SingularValueDecomposition: Sendable {
    /// Singular values, min(m, n) of them, descending.
    public let values: [Double]
    /// Rows of V^T: `rightVectors[k]` belongs to `values[k]`, length n.
    public let rightVectors: [[Double]]

    /// Decomposes an m × n matrix with m ≥ n; U is not kept.
    ///
    /// - Throws: `DiscoverError.numeric` for NaN or infinity in the matrix or failed convergence.
    /// - Complexity: O(m n²).
    /// - Note: LAPACK `dgesdd`.
    public init(_ matrix: Matrix) throws {
        KernelSetup.once
        let (m, n) = (matrix.rows, matrix.columns)
        precondition(m >= n && n > 0)
        var a = matrix.elements
        var s = [Double](repeating: 0, count: n)
        var vt = [Double](repeating: 0, count: n * n)
        var unusedLeft = [Double](repeating: 0, count: 1)
        // 'O' overwrites A with U and still returns V^T: it needs no second m × n array.
        let info = LAPACKE_dgesdd(
            LAPACK_COL_MAJOR, CChar(UInt8(ascii: "O")), Int32(m), Int32(n), &a, Int32(m), &s, &unusedLeft, 1, &vt,
            Int32(n))
        try KernelFailure.check(info, "dgesdd")
        values = s
        rightVectors = (0..<n).map { k in (0..<n).map { vt[$0 * n + k] } }
    }
}
