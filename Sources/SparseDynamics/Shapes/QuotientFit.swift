import NumericKernel

/// Sums of quotients with few terms whose denominators are known roughly.
struct QuotientFit {
    /// Degree of the polynomial beside the quotients.
    static let polynomialDegree = 3
    /// Degree of what stands beside the column of the denominator in a numerator.
    static let numeratorDegree = 2

    /// Integrals over the steps of a flow, or the rows of a map.
    let rows: ShapeRows
    /// Rows of one per sample, weighted by how well derivatives are known.
    let rates: ShapeRows

    /// A sum and the standard errors of the numbers in its denominators.
    struct Sum: Sendable {
        var model: ShapeModel
        var errors: [[Double]]
    }

    /// The sums that some denominators lead to, with every way of writing the numerators and from both kinds of rows.
    func sums(_ shapes: [Shape]) -> [Sum] {
        let kinds = rows.isMap ? [rows] : [rates, rows]
        return (0..<(1 << shapes.count)).flatMap { bits in
            kinds.compactMap { sum(model(shapes, bits), $0) }
        }
    }

    /// Few terms, then better numbers in the denominators, then again: with all terms the numbers have no hold.
    private func sum(_ whole: ShapeModel, _ deciding: ShapeRows) -> Sum? {
        guard var model = slimmed(whole, deciding) else { return nil }
        var errors: [[Double]] = []
        for _ in 0..<3 {
            guard !model.shapes.isEmpty, model.terms.count <= 2 * ShapeSearch.mostQuotients,
                let refined = model.refined(deciding, iterations: 30)
            else { return nil }
            errors = refined.errors
            guard let slim = slimmed(refined.model, deciding) else { return nil }
            if slim.terms.count == refined.model.terms.count {
                return Sum(model: refined.model, errors: errors)
            }
            model = slim
        }
        guard let last = model.refined(deciding, iterations: 30), !last.model.shapes.isEmpty else { return nil }
        return Sum(model: last.model, errors: last.errors)
    }

    /// The terms that the rows need.
    private func slimmed(_ model: ShapeModel, _ deciding: ShapeRows) -> ShapeModel? {
        let columns = model.matrix(deciding)
        guard columns.allSatisfy({ $0.allSatisfy(\.isFinite) }), deciding.count > 3 * columns.count,
            let search = try? SubsetSearch(columns: columns, side: deciding.side)
        else { return nil }
        let full = search.fit(Array(columns.indices), withGains: false)
        let freedom = Double(deciding.count - columns.count)
        let scale = max(full.residual / freedom, max(search.total, 1e-300) / freedom * 1e-30) * WeakSearch.cleanFactor
        let price = WeakSearch.price(samples: deciding.count, candidates: columns.count)
        let fits = search.best(
            scale: scale, prices: [Double](repeating: price, count: columns.count), fixed: [], starts: [], forwardTo: 12
        )
        return fits.first.map { model.keeping($0.support) }
    }

    /// The model whose numerators hold the column of their denominator or, where the bit is set, do not.
    ///
    /// What a quotient is beside a polynomial can be written either way, and one of them is shorter.
    private func model(_ shapes: [Shape], _ bits: Int) -> ShapeModel {
        let count = rows.columns.count
        func monomials(_ degree: Int) -> [[Int]] {
            CandidateLibrary.exponents(degree: degree, count: count).map { powers in
                powers.indices.flatMap { [Int](repeating: $0, count: powers[$0]) }
            }
        }
        var degree = Self.polynomialDegree
        while degree > 1, CandidateLibrary.monomialCount(degree: degree, count: count) > ShapeSearch.mostMonomials {
            degree -= 1
        }
        let factors = monomials(min(degree, Self.numeratorDegree))
        var model = ShapeModel(shapes: [], terms: monomials(degree).map { ShapeModel.Term(factor: $0) })
        for (place, shape) in shapes.enumerated() {
            guard case .pole = shape.kind, let argument = shape.argument.monomial, let column = argument.first,
                argument.allSatisfy({ $0 == column })
            else {
                model = model.adding(shape, factors: factors)
                continue
            }
            let others = factors.filter { factor in factor.filter { $0 == column }.count < argument.count }
            let raised = others.map { (argument + $0).sorted() }
            model = model.adding(shape, factors: bits & (1 << place) == 0 ? raised : others)
        }
        return model
    }
}
