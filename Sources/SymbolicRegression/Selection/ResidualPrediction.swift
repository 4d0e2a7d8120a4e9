import NumericKernel

/// Tells whether residuals can be predicted from the inputs of a table.
///
/// Polynomials of rising degree in the inputs and in their logarithms are fitted to the residuals; where the residuals hold
/// a smooth function of the inputs, leave-one-out predictions take something off their squares, which a paired test over
/// the rows sees. Noise is not predictable, and trying costs about n terms / n rows, which the test sees as well.
struct ResidualPrediction: Sendable {
    private struct Design {
        var basis: NestedBasis
        var sizes: [Int]
    }

    private let designs: [Design]
    /// Rows that residuals are compared on, from the front.
    let rows: Int

    private static let budget = 160
    private static let maximumDegree = 14

    /// Polynomials over the first `rows` rows of the inputs; nil when there are too few rows or no basis.
    ///
    /// - Complexity: O(rows · terms²), two LAPACK factorisations of at most 160 columns.
    init?(inputs: [[Double]], rows: Int) {
        self.rows = rows
        let positive = inputs.map { $0.prefix(rows).allSatisfy { $0 > 0 } }
        var designs: [Design] = []
        for logarithmic in [false, true] where !logarithmic || positive.contains(true) {
            let columns = zip(inputs, positive).map { input, isPositive in
                logarithmic && isPositive ? input.prefix(rows).map(Elementary.log)[...] : input.prefix(rows)
            }
            let basis = LegendreBasis(
                lower: columns.map { $0.min() ?? 0 }, upper: columns.map { $0.max() ?? 0 },
                budget: min(Self.budget, rows / 10), maximumDegree: Self.maximumDegree)
            // A column of few values has no high powers: take degrees away until the rest is independent.
            for end in basis.degreeEnds.indices.reversed() where basis.degreeEnds[end] <= rows / 10 {
                let terms = basis.degreeEnds[end]
                let matrix = Matrix(
                    rows: rows, columns: terms, elements: Array(basis.design(columns).prefix(rows * terms)))
                guard let nested = try? NestedBasis(matrix) else { continue }
                designs.append(Design(basis: nested, sizes: Array(basis.degreeEnds.prefix(end + 1))))
                break
            }
        }
        guard !designs.isEmpty else { return nil }
        self.designs = designs
    }

    /// How many standard errors the best prediction takes off the mean square of residuals, one per row.
    ///
    /// - Complexity: O(rows · terms).
    func evidence(_ residuals: [Double]) -> Double { comparisons(residuals).map(\.z).max() ?? -.infinity }

    /// Share of the squares of residuals, one per row, that the best prediction takes off; at most zero for noise.
    ///
    /// - Complexity: O(rows · terms).
    func share(_ residuals: [Double]) -> Double {
        let gain = comparisons(residuals).map(\.logarithmicGain).max() ?? 0
        return 1 - Elementary.exp(-2 * gain / Double(max(residuals.count, 1)))
    }

    /// Residuals against what is left of them after each prediction.
    private func comparisons(_ residuals: [Double]) -> [PairedComparison] {
        designs.flatMap { design in
            design.basis.fit(residuals, sizes: design.sizes).leaveOneOutResiduals.map {
                PairedComparison(residuals, $0)
            }
        }
    }
}
