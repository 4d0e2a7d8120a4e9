import CLAPACKE
import Diagnostics

/// Solutions of `min ‖A x − b‖₂` for one or more right-hand sides.
public struct LeastSquares: Sendable {
    /// Coefficients, one vector of length n per right-hand side.
    public let solutions: [[Double]]
    /// Rank that was used; n for the full-rank solver.
    public let rank: Int

    /// Solves by QR factorisation without pivoting, for matrices of full column rank.
    ///
    /// - Parameters:
    ///   - matrix: m × n, m ≥ n.
    ///   - rightHandSides: vectors of length m.
    /// - Returns: nil when the triangular factor is exactly singular.
    /// - Throws: `DiscoverError.numeric` when LAPACK rejects its arguments (a NaN or an infinity).
    /// - Complexity: O(m n²).
    /// - Note: LAPACK `dgels`.
    public static func fullRank(_ matrix: Matrix, _ rightHandSides: [[Double]]) throws -> LeastSquares? {
        KernelSetup.once
        let (m, n, k) = (matrix.rows, matrix.columns, rightHandSides.count)
        precondition(m >= n && rightHandSides.allSatisfy { $0.count == m })
        var a = matrix.elements
        var b = rightHandSides.flatMap { $0 }
        let info = LAPACKE_dgels(
            LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), Int32(m), Int32(n), Int32(k), &a, Int32(m), &b, Int32(m))
        if info > 0 { return nil }
        try KernelFailure.check(info, "dgels")
        return LeastSquares(solutions: (0..<k).map { Array(b[($0 * m)..<($0 * m + n)]) }, rank: n)
    }

    /// Solves by complete orthogonal factorisation with column pivoting; dependent columns share the weight of the
    /// minimum-norm solution.
    ///
    /// - Parameters:
    ///   - matrix: m × n.
    ///   - rightHandSides: vectors of length m.
    ///   - tolerance: columns whose pivot is below `tolerance` times the first are treated as dependent.
    /// - Throws: `DiscoverError.numeric` when LAPACK rejects its arguments (a NaN or an infinity).
    /// - Complexity: O(m n²).
    /// - Note: LAPACK `dgelsy`.
    public static func minimumNorm(
        _ matrix: Matrix, _ rightHandSides: [[Double]], tolerance: Double = 1e-13
    ) throws -> LeastSquares {
        KernelSetup.once
        let (m, n, k) = (matrix.rows, matrix.columns, rightHandSides.count)
        precondition(rightHandSides.allSatisfy { $0.count == m })
        let leading = max(m, n)
        var a = matrix.elements
        var b = [Double](repeating: 0, count: leading * k)
        for (j, side) in rightHandSides.enumerated() {
            for i in 0..<m { b[j * leading + i] = side[i] }
        }
        var pivots = [Int32](repeating: 0, count: n)
        var rank: Int32 = 0
        let info = LAPACKE_dgelsy(
            LAPACK_COL_MAJOR, Int32(m), Int32(n), Int32(k), &a, Int32(m), &b, Int32(leading), &pivots, tolerance, &rank)
        try KernelFailure.check(info, "dgelsy")
        return LeastSquares(
            solutions: (0..<k).map { Array(b[($0 * leading)..<($0 * leading + n)]) }, rank: Int(rank))
    }
}
