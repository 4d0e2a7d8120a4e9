import CLAPACKE
import CGSL

/// Products of blocks of columns that live in buffers of the caller.
///
/// `Matrix` copies; scans over millions of pairs of columns multiply block after block into the same memory.
public enum DenseProduct {
    /// Writes A^T B, all dot products between the columns of two blocks.
    ///
    /// - Parameters:
    ///   - left: A by columns, `rows` values each.
    ///   - right: B by columns, `rows` values each.
    ///   - rows: length of a column, at least 1.
    ///   - out: the dot product of column i of A and column j of B goes to `j * (columns of A) + i`.
    /// - Complexity: O(rows × columns of A × columns of B), BLAS `dgemm` on the calling thread.
    public static func ofTransposed(
        _ left: UnsafeBufferPointer<Double>, _ right: UnsafeBufferPointer<Double>, rows: Int,
        into out: UnsafeMutableBufferPointer<Double>
    ) {
        precondition(rows > 0 && left.count % rows == 0 && right.count % rows == 0)
        KernelSetup.once
        let (m, n) = (left.count / rows, right.count / rows)
        precondition(out.count >= m * n)
        guard m > 0, n > 0 else { return }
        cblas_dgemm(
            CblasColMajor, CblasTrans, CblasNoTrans, Int32(m), Int32(n), Int32(rows), 1, left.baseAddress, Int32(rows),
            right.baseAddress, Int32(rows), 0, out.baseAddress, Int32(m))
    }
}
