import ExactAlgebra

/// Finds polynomials in the symbols whose zeros may be values at which a system has more laws.
///
/// Three sources: pivots of the elimination of small ansätze for laws, pivots of the linear relations between the rates of
/// logarithms or of polynomials with constant rates, and remainders of simple forms p that would divide dp/dt. Every candidate has to be tried.
struct ConditionFinder {
    /// Largest ansatz that is eliminated with symbols in it.
    static let basisSize = 40
    /// Largest number of terms of a pivot.
    static let termLimit = 60

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
        guard !polynomial.isZero, polynomial.constantValue == nil, let factors = polynomial.factored() else { return }
        for factor in factors.factors where factor.base.termCount > 1 && factor.base.termCount <= 6 {
            if !found.contains(where: { $0 == factor.base }) { found.append(factor.base) }
        }
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
        var result: [Polynomial] = []
        var open = Set(columns.indices)
        while true {
            var best: (cost: Int, row: Int, column: Int)?
            for (index, row) in rows.enumerated() {
                for (column, entry) in row where open.contains(column) {
                    let isNumber = entry.constantValue != nil
                    let cost = (isNumber ? 0 : 1_000) + entry.termCount * 20 + row.count
                    if best.map({ (cost, index, column) < ($0.cost, $0.row, $0.column) }) ?? true {
                        best = (cost, index, column)
                    }
                }
            }
            guard let best, let head = rows[best.row][best.column] else { return result }
            let pivotRow = rows.remove(at: best.row)
            open.remove(best.column)
            if head.constantValue == nil { result.append(head) }
            for index in rows.indices {
                guard let entry = rows[index][best.column] else { continue }
                let common = head.greatestCommonDivisor(with: entry)
                guard let a = head.divided(exactlyBy: common), let b = entry.divided(exactlyBy: common) else {
                    continue
                }
                var changed: [Int: Polynomial] = [:]
                for column in Set(rows[index].keys).union(pivotRow.keys) {
                    let left = rows[index][column].map { a * $0 } ?? system.ring.zero
                    let right = pivotRow[column].map { b * $0 } ?? system.ring.zero
                    let value = left - right
                    if !value.isZero { changed[column] = value }
                }
                rows[index] = changed
                if changed.values.contains(where: { $0.termCount > Self.termLimit }) { return result }
            }
            rows.removeAll { $0.isEmpty }
        }
    }
}
