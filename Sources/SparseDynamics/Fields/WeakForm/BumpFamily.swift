import NumericKernel

/// Test functions along one axis: (1 - s²)ᵖ with s the distance to the centre in half-widths, and their derivatives.
///
/// Smooth enough that sums over the grid are integrals to many digits (Messenger and Bortz, J. Comput. Phys. 443, 2021).
struct BumpFamily: Sendable {
    /// Exponent of the bumps; derivatives up to order 4 still vanish at the ends.
    static let exponent = 8

    /// Half of the width of each bump, in grid steps.
    let halfWidth: Double
    /// Centres in grid steps.
    let centres: [Double]
    /// Number of grid points.
    let gridCount: Int
    /// Values per derivative: functions × grid points.
    let matrices: [Matrix]
    /// Largest order of the derivatives.
    private let maximumOrder: Int

    /// Number of functions.
    var count: Int { centres.count }

    /// Places bumps along an axis, all of them inside it.
    ///
    /// - Parameters:
    ///   - gridCount: number of grid points.
    ///   - halfWidth: in grid steps, less than half of the axis.
    ///   - spacing: distance of the centres in half-widths, at most; 0.25 leaves no gaps.
    ///   - maximumOrder: of the derivatives.
    init(gridCount: Int, halfWidth: Double, spacing: Double, maximumOrder: Int) {
        let room = max(Double(gridCount - 1) - 2 * halfWidth, 0)
        let intervals = max(Int((room / (halfWidth * spacing)).rounded(.up)), 1)
        centres = (0...intervals).map { halfWidth + room * Double($0) / Double(intervals) }
        self.halfWidth = halfWidth
        self.gridCount = gridCount
        self.maximumOrder = maximumOrder
        matrices = Self.matrices(
            centres: centres, halfWidth: halfWidth, points: (0..<gridCount).map(Double.init), orders: maximumOrder)
    }

    /// The same functions at the middles of cells of several grid points, for sums of smooth functions over cells.
    func sampled(_ cells: [GridCell]) -> [Matrix] {
        Self.matrices(centres: centres, halfWidth: halfWidth, points: cells.map(\.middle), orders: maximumOrder)
    }

    private static func matrices(centres: [Double], halfWidth: Double, points: [Double], orders: Int) -> [Matrix] {
        let polynomials = (0...orders).map { derivative($0) }
        return (0...orders).map { order in
            var scale = 1.0
            for _ in 0..<order { scale /= halfWidth }
            var result = Matrix(rows: centres.count, columns: points.count)
            for (column, point) in points.enumerated() {
                for (row, centre) in centres.enumerated() {
                    let s = (point - centre) / halfWidth
                    guard abs(s) < 1 else { continue }
                    result[row, column] = scale * value(polynomials[order], at: s, order: order)
                }
            }
            return result
        }
    }

    /// The polynomial q with dᵏ/dsᵏ (1 - s²)ᵖ = q(s) (1 - s²)ᵖ⁻ᵏ, lowest power first.
    private static func derivative(_ order: Int) -> [Double] {
        var q = [1.0]
        for k in 0..<order {
            // (q w^m)' = (q' (1 - s²) - 2 m s q) w^(m-1) with m = p - k.
            let m = Double(exponent - k)
            var next = [Double](repeating: 0, count: q.count + 1)
            for (power, value) in q.enumerated() {
                if power > 0 {
                    next[power - 1] += Double(power) * value
                    next[power + 1] -= Double(power) * value
                }
                next[power + 1] -= 2 * m * value
            }
            q = next
        }
        return q
    }

    private static func value(_ polynomial: [Double], at s: Double, order: Int) -> Double {
        var result = 0.0
        for coefficient in polynomial.reversed() { result = result * s + coefficient }
        let weight = (1 - s) * (1 + s)
        for _ in 0..<(exponent - order) { result *= weight }
        return result
    }
}
