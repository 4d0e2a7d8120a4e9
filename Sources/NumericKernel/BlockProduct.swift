import CGSL
import CLAPACKE

/// Products of blocks inside larger arrays, as contractions of gridded data along one axis need them.
public enum BlockProduct {
    /// C = A B + factor · C, with A and B transposed on request, all stored by columns without gaps.
    ///
    /// - Parameters:
    ///   - a: m × k, or k × m when it is to be transposed.
    ///   - b: k × n, or n × k when it is to be transposed.
    ///   - c: m × n.
    ///   - factor: 0 overwrites C.
    /// - Complexity: O(m n k), BLAS `dgemm` on the calling thread.
    public static func multiply(
        _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, transposingFirst isATransposed: Bool = false,
        transposingSecond isBTransposed: Bool = false, m: Int, n: Int, k: Int, into c: UnsafeMutablePointer<Double>,
        adding factor: Double = 0
    ) {
        KernelSetup.once
        guard m > 0, n > 0, k > 0 else { return }
        cblas_dgemm(
            CblasColMajor, isATransposed ? CblasTrans : CblasNoTrans, isBTransposed ? CblasTrans : CblasNoTrans,
            Int32(m), Int32(n), Int32(k), 1, a, Int32(isATransposed ? k : m), b, Int32(isBTransposed ? n : k), factor,
            c,
            Int32(m))
    }
}
