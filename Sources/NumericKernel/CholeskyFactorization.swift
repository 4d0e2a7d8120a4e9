/// The Cholesky factor of a small symmetric positive definite matrix: A = L L^T.
///
/// Plain Swift: for the handful of unknowns of a constant fit a LAPACK call costs more than the work itself.
/// Golub & Van Loan, 4th ed., §4.2.5.
public struct CholeskyFactorization: Sendable {
    private let size: Int
    private var lower: [Double]

    /// Factors an n × n matrix given by its elements (row or column order, only one triangle is read); nil when it is not
    /// positive definite to working precision.
    ///
    /// - Complexity: O(n³).
    public init?(_ elements: [Double], size: Int) {
        precondition(elements.count == size * size)
        self.size = size
        lower = [Double](repeating: 0, count: size * size)
        for i in 0..<size {
            for j in 0...i {
                var sum = elements[i * size + j]
                for k in 0..<j { sum -= lower[i * size + k] * lower[j * size + k] }
                if i == j {
                    guard sum > 1e-14 * abs(elements[i * size + i]), sum.isFinite else { return nil }
                    lower[i * size + i] = sum.squareRoot()
                } else {
                    lower[i * size + j] = sum / lower[j * size + j]
                }
            }
        }
    }

    /// Smallest diagonal element of L; near 0 for a nearly singular matrix with a unit diagonal.
    public var smallestPivot: Double { (0..<size).map { lower[$0 * size + $0] }.min() ?? 1 }

    /// Solves A x = b; b has length n.
    public func solve(_ rightHandSide: [Double]) -> [Double] {
        var x = rightHandSide
        for i in 0..<size {
            for k in 0..<i { x[i] -= lower[i * size + k] * x[k] }
            x[i] /= lower[i * size + i]
        }
        for i in (0..<size).reversed() {
            for k in (i + 1)..<max(size, i + 1) { x[i] -= lower[k * size + i] * x[k] }
            x[i] /= lower[i * size + i]
        }
        return x
    }

    /// The diagonal of the inverse, length n.
    public var inverseDiagonal: [Double] {
        (0..<size).map { i in
            var unit = [Double](repeating: 0, count: size)
            unit[i] = 1
            return solve(unit)[i]
        }
    }
}
