import CGSL
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

    /// Solves the normal equations by Cholesky factorisation: several times faster than `fullRank`, good to half the working
    /// precision.
    ///
    /// - Parameters:
    ///   - matrix: m × n, m ≥ n.
    ///   - rightHandSides: vectors of length m.
    /// - Returns: nil when a column depends on those before it to half the working precision.
    /// - Throws: `DiscoverError.numeric` when LAPACK rejects its arguments (a NaN or an infinity).
    /// - Complexity: O(m n²).
    /// - Note: BLAS `dsyrk`, `dgemv`, LAPACK `dpotrf`, `dpotrs`.
    public static func normalEquations(_ matrix: Matrix, _ rightHandSides: [[Double]]) throws -> LeastSquares? {
        KernelSetup.once
        let (m, n, k) = (matrix.rows, matrix.columns, rightHandSides.count)
        precondition(m >= n && n > 0 && rightHandSides.allSatisfy { $0.count == m })
        var gram = Matrix(rows: n, columns: n)
        cblas_dsyrk(
            CblasColMajor, CblasUpper, CblasTrans, Int32(n), Int32(m), 1, matrix.elements, Int32(m), 0,
            &gram.elements, Int32(n))
        // Unit diagonal: as well conditioned as scaling can make it.
        let scale = (0..<n).map { gram[$0, $0].squareRoot() }
        guard scale.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
        for j in 0..<n {
            for i in 0...j { gram[i, j] /= scale[i] * scale[j] }
        }
        let upper = CChar(UInt8(ascii: "U"))
        let info = LAPACKE_dpotrf(LAPACK_COL_MAJOR, upper, Int32(n), &gram.elements, Int32(n))
        if info > 0 { return nil }
        try KernelFailure.check(info, "dpotrf")
        guard (0..<n).allSatisfy({ gram[$0, $0] > 1e-7 }) else { return nil }
        var sides = [Double](repeating: 0, count: n * k)
        for (j, side) in rightHandSides.enumerated() {
            var products = [Double](repeating: 0, count: n)
            cblas_dgemv(
                CblasColMajor, CblasTrans, Int32(m), Int32(n), 1, matrix.elements, Int32(m), side, 1, 0, &products, 1)
            for i in 0..<n { sides[j * n + i] = products[i] / scale[i] }
        }
        try KernelFailure.check(
            LAPACKE_dpotrs(
                LAPACK_COL_MAJOR, upper, Int32(n), Int32(k), gram.elements, Int32(n), &sides, Int32(n)), "dpotrs")
        return LeastSquares(
            solutions: (0..<k).map { j in (0..<n).map { sides[j * n + $0] / scale[$0] } }, rank: n)
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
