import ExactAlgebra

/// Finds polynomials in the symbols whose zeros may be values at which a system has more laws.
///
/// Three sources: pivots of the elimination of small ansätze for laws, pivots of the linear relations between the rates of
/// logarithms or of polynomials with constant rates, and remainders of simple forms p that would divide dp/dt. Every candidate has to be tried.
struct ConditionFinder {
    /// Largest ansatz that is eliminated with symbols in it.
    static let basisSize = 40
    let system: PolynomialSystem

    /// Irreducible polynomials in the symbols with two symbols or a number, in a reproducible order.
    func candidates(largestDegree: Int) -> [Polynomial] {
        guard system.symbolCount > 0, system.constraints.isEmpty else { return [] }
        var found: [Polynomial] = []
        for form in DarbouxSearch(system: system).simpleForms { collect(remainder(of: form), &found) }
        for row in pivots(columns: system.logarithms.map { system.rightHandSides[$0] }) { collect(row, &found) }
        let constant = ConstantCofactors(system: system)
        for rate in constant.rates.prefix(6) {
            for pivot in pivots(columns: constant.columns(rate: rate).images) { collect(pivot, &found) }
        }
        var classes = MonomialClasses(system)
        for _ in 0..<largestDegree { classes.grow() }
        for ansatz in classes.classes where ansatz.monomials.count <= Self.basisSize {
            let columns = ansatz.monomials.map { monomial in
                let padding = [Int](repeating: 0, count: system.ring.variableCount - monomial.count)
                return system.lieDerivative(
                    of: system.ring.polynomial([.init(coefficient: .one, exponents: monomial.map { Int($0) } + padding)]
                    ))
            }
            for pivot in pivots(columns: columns) { collect(pivot, &found) }
        }
        return found
    }

    private func collect(_ polynomial: Polynomial, _ found: inout [Polynomial]) {
        SymbolicPivots.collect(polynomial, &found)
    }

    /// The common factor of the coefficients of what is left of dp/dt after division by a linear form p.
    private func remainder(of form: Polynomial) -> Polynomial {
        guard let variable = (0..<system.baseCount).first(where: { form.degree(in: $0) > 0 }),
            let rest = system.lieDerivative(of: form).pseudoDivided(by: form, in: variable)?.remainder
        else { return system.ring.zero }
        let coefficients = rest.coefficients(variableCount: system.variableCount).map(\.coefficient)
        guard var common = coefficients.first else { return system.ring.zero }
        for coefficient in coefficients.dropFirst() { common = common.greatestCommonDivisor(with: coefficient) }
        return common
    }

    /// The pivots of a fraction-free elimination of the coefficients of polynomials, with few terms first.
    private func pivots(columns: [Polynomial]) -> [Polynomial] {
        var positions: [[Int]: Int] = [:]
        var rows: [[Int: Polynomial]] = []
        for (column, polynomial) in columns.enumerated() {
            for part in polynomial.coefficients(variableCount: system.variableCount) {
                let row = positions[part.exponents] ?? rows.count
                if row == rows.count {
                    positions[part.exponents] = row
                    rows.append([:])
                }
                rows[row][column] = part.coefficient
            }
        }
        return SymbolicPivots(ring: system.ring).pivots(rows: rows, columnCount: columns.count)
    }
}
