import NumericKernel

/// The joint problem with the states eliminated: a quadratic form in the coefficients alone.
struct ReducedQuadratic: Sendable {
    /// Second derivatives (the Schur complement), terms × terms; its inverse is the covariance of the coefficients.
    var matrix: Matrix
    /// Half the gradient.
    var gradient: [Double]
    /// For every stretch the step of the states: for the gradient first, then for a change of each coefficient.
    var responses: [[Double]]
}

extension JointProblem {
    /// Eliminates the states.
    ///
    /// - Parameter damping: added to the diagonal of the states, relative to it.
    /// - Returns: nil when the problem is not definite there.
    func reduced(
        _ states: [[Double]], _ terms: [ActiveTerm], _ coefficients: [Double], damping: Double = 0,
        linearized parts: [Linearization]? = nil
    ) -> ReducedQuadratic? {
        let size = terms.count
        var matrix = Matrix(rows: size, columns: size)
        var gradient = [Double](repeating: 0, count: size)
        var responses: [[Double]] = []
        for index in series.stretches.indices {
            var part =
                parts?[index]
                ?? linearized(stretch: index, states: states[index], terms: terms, coefficients: coefficients)
            let order = part.gradient.count
            if damping > 0 {
                for place in 0..<order { part.band[place * (part.bandwidth + 1)] *= 1 + damping }
            }
            guard let factor = BandedCholesky(part.band, size: order, bandwidth: part.bandwidth) else { return nil }
            var columns = part.gradient + part.mixed
            factor.solve(&columns)
            let product = Matrix(rows: order, columns: size, elements: part.mixed).transposed
                .times(Matrix(rows: order, columns: size + 1, elements: columns))
            for column in 0..<size {
                gradient[column] += part.innerGradient[column] - product[column, 0]
                for row in 0..<size {
                    matrix[row, column] +=
                        part.inner[column * size + row] - 0.5 * (product[row, column + 1] + product[column, row + 1])
                }
            }
            responses.append(columns)
        }
        guard matrix.elements.allSatisfy(\.isFinite), gradient.allSatisfy(\.isFinite) else { return nil }
        return ReducedQuadratic(matrix: matrix, gradient: gradient, responses: responses)
    }
}
