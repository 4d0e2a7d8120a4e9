import CGSL
import CLAPACKE
import Diagnostics

/// An orthonormal basis of the columns of a matrix, and fits by its leading columns with leave-one-out residuals.
///
/// From the Cholesky factor of the Gram matrix: the residual of the fit by the first k columns is what the first k
/// orthonormal columns leave over, and its leverages are their summed squares. The residual that row i would have in a
/// fit without row i is r_i / (1 - h_i) (Allen 1974, the PRESS residual), so that all rows both fit and validate.
public struct NestedBasis: Sendable {
    /// Orthonormal columns, m × n, column by column.
    private let orthonormal: [Double]
    private let rows: Int
    private let triangle: Matrix
    private let scale: [Double]

    /// Orthonormalises.
    ///
    /// - Parameter matrix: m × n, m ≥ n > 0, of full column rank.
    /// - Returns: nil when a column depends on those before it to half the working precision; the Gram matrix squares the
    ///   condition number, which noisy data forgive and matrix products repay in speed.
    /// - Throws: `DiscoverError.numeric` when LAPACK rejects its arguments (a NaN or an infinity).
    /// - Complexity: O(m n²).
    /// - Note: BLAS `dsyrk`, `dtrsm`, LAPACK `dpotrf`.
    public init?(_ matrix: Matrix) throws {
        KernelSetup.once
        let (m, n) = (matrix.rows, matrix.columns)
        precondition(m >= n && n > 0)
        // Unit columns make the Gram matrix as well conditioned as scaling can.
        var q = matrix.elements
        var scale = [Double](repeating: 0, count: n)
        for j in 0..<n {
            var sum = 0.0
            for i in (j * m)..<((j + 1) * m) { sum += q[i] * q[i] }
            scale[j] = sum.squareRoot()
            guard scale[j] > 0, scale[j].isFinite else { return nil }
            let inverse = 1 / scale[j]
            for i in (j * m)..<((j + 1) * m) { q[i] *= inverse }
        }
        var triangle = Matrix(rows: n, columns: n)
        cblas_dsyrk(
            CblasColMajor, CblasUpper, CblasTrans, Int32(n), Int32(m), 1, q, Int32(m), 0, &triangle.elements, Int32(n))
        let info = LAPACKE_dpotrf(LAPACK_COL_MAJOR, CChar(UInt8(ascii: "U")), Int32(n), &triangle.elements, Int32(n))
        if info > 0 { return nil }
        try KernelFailure.check(info, "dpotrf")
        // A pivot at rounding level is a dependent column.
        guard (0..<n).allSatisfy({ triangle[$0, $0] > 1e-7 }) else { return nil }
        cblas_dtrsm(
            CblasColMajor, CblasRight, CblasUpper, CblasNoTrans, CblasNonUnit, Int32(m), Int32(n), 1,
            triangle.elements, Int32(n), &q, Int32(m))
        orthonormal = q
        rows = m
        self.triangle = triangle
        self.scale = scale
    }

    /// Fits by the leading columns, for several numbers of columns.
    ///
    /// - Parameters:
    ///   - side: what to fit, m values.
    ///   - sizes: numbers of leading columns, ascending, at most n.
    /// - Complexity: O(m n).
    public func fit(_ side: [Double], sizes: [Int]) -> NestedLeastSquares {
        let m = rows
        precondition(side.count == m && sizes.allSatisfy { (1...scale.count).contains($0) })
        var residual = side
        var leverage = [Double](repeating: 0, count: m)
        var projections: [Double] = []
        var coefficients: [[Double]] = []
        var leaveOneOut: [[Double]] = []
        orthonormal.withUnsafeBufferPointer { q in
            var done = 0
            for size in sizes {
                for j in done..<max(done, size) {
                    let base = j * m
                    var dot = 0.0
                    for i in 0..<m { dot += q[base + i] * residual[i] }
                    projections.append(dot)
                    for i in 0..<m {
                        let value = q[base + i]
                        residual[i] -= dot * value
                        leverage[i] += value * value
                    }
                }
                done = max(done, size)
                leaveOneOut.append((0..<m).map { residual[$0] / max(1 - leverage[$0], 1e-8) })
                coefficients.append(zip(Self.backSubstitute(triangle, projections), scale).map { $0 / $1 })
            }
        }
        return NestedLeastSquares(coefficients: coefficients, leaveOneOutResiduals: leaveOneOut)
    }

    /// Solves the leading triangular system.
    private static func backSubstitute(_ triangle: Matrix, _ side: [Double]) -> [Double] {
        var x = side
        for i in x.indices.reversed() {
            x[i] /= triangle[i, i]
            for k in 0..<i { x[k] -= triangle[k, i] * x[i] }
        }
        return x
    }
}
