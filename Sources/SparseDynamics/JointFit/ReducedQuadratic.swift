import NumericKernel

/// The joint problem with the states eliminated: a quadratic form in the coefficients alone.
struct ReducedQuadratic: Sendable {
    /// Second derivatives (the Schur complement), terms × terms; its inverse is the covariance of the coefficients.
    var matrix: Matrix
    /// Half the gradient.
    var gradient: [Double]
    /// What tells the states of every stretch from the coefficients.
    var stretches: [Elimination]

    /// The states of a stretch, eliminated: with L the factor of their second derivatives, L⁻¹ times their mixed derivatives by
    /// every coefficient and, in the last column, times half the gradient by the states.
    struct Elimination: Sendable {
        var factor: BandedCholesky
        var columns: Matrix
    }

    /// The states of a stretch that go with a step of the coefficients.
    func moved(_ states: [Double], stretch index: Int, step: [Double]) -> [Double] {
        let part = stretches[index]
        var change = part.columns.times(step + [1])
        part.factor.completeSolving(&change)
        return zip(states, change).map { $0 - $1 }
    }
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
        var stretches: [ReducedQuadratic.Elimination] = []
        for index in series.stretches.indices {
            let part =
                parts?[index]
                ?? linearized(stretch: index, states: states[index], terms: terms, coefficients: coefficients)
            let order = part.gradient.count
            var band = part.band
            if damping > 0 {
                for place in 0..<order { band[place * (part.bandwidth + 1)] *= 1 + damping }
            }
            guard let factor = BandedCholesky(band, size: order, bandwidth: part.bandwidth) else { return nil }
            var columns = part.mixed + part.gradient
            factor.whiten(&columns)
            let whole = Matrix(rows: order, columns: size + 1, elements: columns)
            let products = whole.gram
            for column in 0..<size {
                gradient[column] += part.innerGradient[column] - products[column, size]
                for row in 0..<size {
                    matrix[row, column] += part.inner[column * size + row] - products[row, column]
                }
            }
            stretches.append(ReducedQuadratic.Elimination(factor: factor, columns: whole))
        }
        guard matrix.elements.allSatisfy(\.isFinite), gradient.allSatisfy(\.isFinite) else { return nil }
        return ReducedQuadratic(matrix: matrix, gradient: gradient, stretches: stretches)
    }
}
