import ExactAlgebra

/// Replaces a density by one without time derivatives that differs by a divergence in space.
struct DensitySimplifier {
    typealias Modular = DifferentialPolynomial<PrimeField>

    let space: JetSpace
    let exact: JetAlgebra<RationalNumbers>
    let image: ModularImage
    let scaling: ScalingSymmetries

    /// The simpler density with its fluxes; nil when there is none.
    func simplified(
        _ density: ExactPolynomial, _ fluxes: [ExactPolynomial]
    ) -> (ExactPolynomial, [ExactPolynomial])? {
        let directions = space.spaceDirections
        guard !density.isZero, density.terms.count <= 400 else { return nil }
        let candidates = candidates(for: density)
        let field = image.algebra.field
        guard let whole = density.reduced(modulo: field, symbols: image.symbols) else { return nil }
        let columns = candidates.map { Modular($0, field.one, in: field) } + [whole]
        var numbers: [JetVariable: [JetMonomial: Int]] = [:]
        var rows: [[SparseModularMatrix.Entry]] = []
        for (column, value) in columns.enumerated() {
            for (jet, part) in image.algebra.euler(value, directions: directions) {
                for (monomial, entry) in part.terms {
                    let row = numbers[jet]?[monomial] ?? rows.count
                    if row == rows.count {
                        numbers[jet, default: [:]][monomial] = row
                        rows.append([])
                    }
                    rows[row].append(.init(column: column, value: entry))
                }
            }
        }
        var matrix = SparseModularMatrix(field: field, columnCount: columns.count)
        for row in rows { matrix.append(row: row) }
        let last = columns.count - 1
        guard let null = matrix.nullSpace(), let index = null.freeColumns.firstIndex(of: last) else { return nil }
        var simple = ExactPolynomial()
        let scale = field.negate(field.inverse(null.vectors[index][last]))
        for (column, monomial) in candidates.enumerated() where null.vectors[index][column] != 0 {
            guard let value = field.rationalReconstruction(field.multiply(scale, null.vectors[index][column])) else {
                return nil
            }
            simple.add(monomial, value, in: RationalNumbers())
        }
        guard !simple.isZero else { return nil }
        let difference = exact.sum(density, simple, times: -1)
        guard
            let parts = FluxBuilder(algebra: exact).fluxes(ofDivergence: difference, directions: directions)
        else { return nil }
        // D_t of a divergence is a divergence: it moves into the fluxes.
        let moved = zip(fluxes, parts).map { exact.sum($0, exact.totalDerivative(of: $1, 0)) }
        return (simple, moved)
    }

    private func candidates(for density: ExactPolynomial) -> [JetMonomial] {
        let monomials = density.terms.keys.sorted()
        let grades = Set(monomials.map { scaling.grade(of: $0) })
        let degrees = Set(monomials.map(\.fieldDegree))
        let largest = (degrees.max() ?? 0) / JetMonomial.unit
        let counts = monomials.map(\.derivativeCount).max() ?? 0
        let jets = DensityBasis.jets(space, order: max(1, (counts + 1) / 2))
        var result: [JetMonomial] = []
        func visit(_ first: Int, _ monomial: JetMonomial, _ left: Int32) {
            guard result.count < 2_000 else { return }
            if degrees.contains(monomial.fieldDegree), grades.contains(scaling.grade(of: monomial)) {
                result.append(monomial)
            }
            guard left > 0 else { return }
            for index in first..<jets.count {
                let next = monomial.multiplied(by: jets[index])
                if next.derivativeCount <= counts { visit(index, next, left - 1) }
            }
        }
        visit(0, .one, largest)
        return result.sorted { ($0.order, $0.derivativeCount, $0) < ($1.order, $1.derivativeCount, $1) }
    }
}
