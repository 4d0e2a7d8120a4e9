import CGSL
import CLAPACKE

/// The Cholesky factor of a symmetric positive definite band matrix: A = L L^T.
public struct BandedCholesky: Sendable {
    /// Order of the matrix.
    public let size: Int
    /// Number of diagonals below the main one.
    public let bandwidth: Int
    private var factor: [Double]

    /// Factors a matrix given by its lower band.
    ///
    /// - Parameters:
    ///   - band: element (i, j) with j ≤ i ≤ j + bandwidth is at `j * (bandwidth + 1) + i - j`; overwritten storage.
    ///   - size: order n of the matrix, at least 1.
    ///   - bandwidth: number of diagonals below the main one.
    /// - Returns: nil when the matrix is not positive definite to working precision or holds a NaN.
    /// - Complexity: O(n · bandwidth²).
    /// - Note: LAPACK `dpbtrf`.
    public init?(_ band: [Double], size: Int, bandwidth: Int) {
        precondition(size > 0 && band.count == size * (bandwidth + 1))
        KernelSetup.once
        self.size = size
        self.bandwidth = bandwidth
        factor = band
        let info = LAPACKE_dpbtrf_work(
            LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), Int32(size), Int32(bandwidth), &factor, Int32(bandwidth + 1))
        // A NaN passes through the factorisation without a complaint.
        guard info == 0, factor[(size - 1) * (bandwidth + 1)].isFinite else { return nil }
    }

    /// Solves A X = B in place for right-hand sides stored one after the other, n values each.
    ///
    /// - Note: LAPACK `dpbtrs`.
    public func solve(_ columns: inout [Double]) {
        precondition(columns.count % size == 0)
        guard !columns.isEmpty else { return }
        _ = LAPACKE_dpbtrs_work(
            LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), Int32(size), Int32(bandwidth), Int32(columns.count / size),
            factor, Int32(bandwidth + 1), &columns, Int32(size))
    }

    /// Solves L X = B in place, which makes rows with covariance A independent with variance 1.
    ///
    /// Blocks of as many rows as the band is wide are solved for all right-hand sides at once: many of them cost little more than
    /// the products in between.
    ///
    /// - Complexity: O(n · bandwidth) for each right-hand side.
    /// - Note: BLAS `dtrsm` and `dgemm`; LAPACK `dtbtrs` for few right-hand sides.
    public func whiten(_ columns: inout [Double]) {
        precondition(columns.count % size == 0)
        guard !columns.isEmpty else { return }
        guard columns.count / size >= Self.manyColumns, bandwidth >= Self.wideBand else {
            solveTriangle(&columns, isTransposed: false)
            return
        }
        whitenByBlocks(&columns)
    }

    /// Solves L^T X = B in place: after `whiten` the second half of `solve`.
    ///
    /// - Note: LAPACK `dtbtrs`.
    public func completeSolving(_ columns: inout [Double]) {
        precondition(columns.count % size == 0)
        guard !columns.isEmpty else { return }
        solveTriangle(&columns, isTransposed: true)
    }

    /// Right-hand sides from which on blocks pay.
    private static let manyColumns = 3
    /// Bandwidth from which on blocks pay.
    private static let wideBand = 4

    private func solveTriangle(_ columns: inout [Double], isTransposed: Bool) {
        _ = LAPACKE_dtbtrs_work(
            LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), CChar(UInt8(ascii: isTransposed ? "T" : "N")),
            CChar(UInt8(ascii: "N")), Int32(size), Int32(bandwidth), Int32(columns.count / size), factor,
            Int32(bandwidth + 1), &columns, Int32(size))
    }

    private func whitenByBlocks(_ columns: inout [Double]) {
        let count = Int32(columns.count / size)
        let (width, order) = (bandwidth, size)
        // Below a block on the diagonal is an upper triangle; a copy has zeros in its other half.
        var below = [Double](repeating: 0, count: width * width)
        factor.withUnsafeBufferPointer { band in
            below.withUnsafeMutableBufferPointer { below in
                columns.withUnsafeMutableBufferPointer { columns in
                    guard let band = band.baseAddress, let below = below.baseAddress, let columns = columns.baseAddress
                    else { return }
                    for start in stride(from: 0, to: order, by: width) {
                        let rows = min(width, order - start)
                        // Element (i, j) of the band at j (bandwidth + 1) + i - j is at j bandwidth + i: a matrix of leading
                        // dimension `bandwidth`.
                        cblas_dtrsm(
                            CblasColMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, Int32(rows), count, 1,
                            band + start * (width + 1), Int32(width), columns + start, Int32(order))
                        let later = min(width, order - start - rows)
                        guard later > 0 else { continue }
                        for j in 0..<width {
                            let from = band + (start + j) * (width + 1)
                            for i in 0..<min(j + 1, later) { below[j * width + i] = from[width + i - j] }
                        }
                        cblas_dgemm(
                            CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(later), count, Int32(rows), -1, below,
                            Int32(width), columns + start, Int32(order), 1, columns + start + rows, Int32(order))
                    }
                }
            }
        }
    }
}
