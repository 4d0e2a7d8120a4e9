import CLAPACKE
import Diagnostics

/// Eigenvalues and eigenvectors of a symmetric matrix.
public struct SymmetricEigenproblem: Sendable {
    /// Eigenvalues, ascending.
    public let values: [Double]
    /// Orthonormal eigenvectors, `vectors[k]` belongs to `values[k]`.
    public let vectors: [[Double]]

    /// Solves for all eigenvalues of a symmetric n × n matrix; only its upper triangle is read.
    ///
    /// - Throws: `DiscoverError.numeric` for NaN or infinity in the matrix or failed convergence.
    /// - Complexity: O(n³).
    /// - Note: LAPACK `dsyevd`.
    public init(_ matrix: Matrix) throws {
        KernelSetup.once
        let n = matrix.rows
        precondition(n == matrix.columns && n > 0)
        var a = matrix.elements
        var w = [Double](repeating: 0, count: n)
        let info = LAPACKE_dsyevd(
            LAPACK_COL_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "U")), Int32(n), &a, Int32(n), &w)
        try KernelFailure.check(info, "dsyevd")
        values = w
        vectors = (0..<n).map { k in Array(a[(k * n)..<((k + 1) * n)]) }
    }
}
