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
    /// - Note: LAPACK `dtbtrs`.
    public func whiten(_ columns: inout [Double]) {
        precondition(columns.count % size == 0)
        guard !columns.isEmpty else { return }
        _ = LAPACKE_dtbtrs_work(
            LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "N")),
            Int32(size), Int32(bandwidth), Int32(columns.count / size), factor, Int32(bandwidth + 1), &columns,
            Int32(size))
    }
}
