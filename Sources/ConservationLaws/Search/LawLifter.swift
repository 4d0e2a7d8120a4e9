import ExactAlgebra

/// Turns conserved quantities modulo a prime into exact ones.
struct LawLifter {
    let system: PolynomialSystem
    /// The image in which the candidates were found.
    let image: ModularSystem

    /// The exact law with the support of a candidate, proved by its identity; nil when there is none.
    ///
    /// - Parameter termLimit: largest number of terms in the symbols of one coefficient.
    func lift(_ candidate: LawCandidate, termLimit: Int) -> FoundLaw? {
        let (vector, ansatz) = (candidate.vector, candidate.ansatz)
        let support = vector.indices.filter { vector[$0] != 0 }
        let numbers = support.compactMap { image.field.rationalReconstruction(vector[$0]) }
        if numbers.count == support.count, numbers.allSatisfy({ $0.bitWidth <= 28 }),
            let law = law(numbers.map { system.ring.constant($0) }, support, ansatz)
        {
            return law
        }
        let entries =
            candidate.symbolDegree < LawCandidate.anySymbolDegree
            ? solveOverNumbers(support, ansatz) : solveOverSymbols(support, ansatz, termLimit)
        return entries.flatMap { law($0, support, ansatz) }
    }

    /// The null vector of the exact conditions restricted to some columns, with numbers as entries.
    private func solveOverNumbers(_ support: [Int], _ ansatz: MonomialClass) -> [Polynomial]? {
        var rowNumbers: [[Int]: Int] = [:]
        var rows: [[RationalMatrix.Entry]] = []
        for (index, number) in support.enumerated() {
            for term in column(number: number, of: ansatz).terms {
                if let row = rowNumbers[term.exponents] {
                    rows[row].append((index, term.coefficient))
                } else {
                    rowNumbers[term.exponents] = rows.count
                    rows.append([(index, term.coefficient)])
                }
            }
        }
        var matrix = RationalMatrix(columnCount: support.count)
        for row in rows { matrix.append(row: row) }
        let space = matrix.nullSpace()
        return space.count == 1 ? space[0].map { system.ring.constant($0) } : nil
    }

    /// The same with polynomials in the symbols as entries.
    private func solveOverSymbols(_ support: [Int], _ ansatz: MonomialClass, _ termLimit: Int) -> [Polynomial]? {
        let columns = support.map { column(number: $0, of: ansatz) }
        var rowNumbers: [[Int]: Int] = [:]
        var rows: [[(column: Int, terms: [Polynomial.Term])]] = []
        for (index, column) in columns.enumerated() {
            for term in column.terms {
                let key = Array(term.exponents.prefix(system.variableCount))
                var coefficient = term
                for variable in 0..<system.variableCount { coefficient.exponents[variable] = 0 }
                let number = rowNumbers[key] ?? rows.count
                if number == rows.count {
                    rowNumbers[key] = number
                    rows.append([])
                }
                if rows[number].last?.column == index {
                    rows[number][rows[number].count - 1].terms.append(coefficient)
                } else {
                    rows[number].append((index, [coefficient]))
                }
            }
        }
        // Rows that depend on earlier ones at the sampled values of the symbols add nothing: leave them out.
        rows.sort { size($0) < size($1) }
        var span = ModularSpan(field: image.field)
        var matrix = PolynomialMatrix(ring: system.ring, columnCount: support.count)
        for row in rows where span.dimension < support.count - 1 {
            let entries = row.map { ($0.column, system.ring.polynomial($0.terms)) }
            var values = [PrimeField.Element](repeating: 0, count: support.count)
            for (column, entry) in entries {
                values[column] = entry.evaluated(at: symbolPointOfRing, in: image.field) ?? 0
            }
            if span.insert(values) { matrix.append(row: entries) }
        }
        return matrix.nullVector(termLimit: termLimit)
    }

    /// Values for all names of the ring; those of the state variables do not matter here.
    var symbolPointOfRing: [PrimeField.Element] = []

    private func size(_ row: [(column: Int, terms: [Polynomial.Term])]) -> Int {
        row.reduce(0) { $0 + $1.terms.count }
    }

    /// dH/dt of a monomial, or minus a multiplier times its constraint.
    private func column(number: Int, of ansatz: MonomialClass) -> Polynomial {
        if number < ansatz.multipliers.count {
            let multiplier = ansatz.multipliers[number]
            return -(monomial(multiplier.monomial) * system.constraints[multiplier.constraint])
        }
        return system.lieDerivative(of: monomial(ansatz.monomials[number - ansatz.multipliers.count]))
    }

    private func monomial(_ exponents: [UInt8]) -> Polynomial {
        let padding = [Int](repeating: 0, count: system.ring.variableCount - exponents.count)
        return system.ring.polynomial([.init(coefficient: .one, exponents: exponents.map { Int($0) } + padding)])
    }

    /// The law with given entries, in lowest terms, when its identity holds.
    private func law(_ entries: [Polynomial], _ support: [Int], _ ansatz: MonomialClass) -> FoundLaw? {
        let ring = system.ring
        var quantity = ring.zero
        var multipliers = system.constraints.map { _ in ring.zero }
        for (entry, number) in zip(entries, support) {
            if number < ansatz.multipliers.count {
                let multiplier = ansatz.multipliers[number]
                multipliers[multiplier.constraint] =
                    multipliers[multiplier.constraint] + entry * monomial(multiplier.monomial)
            } else {
                quantity = quantity + entry * monomial(ansatz.monomials[number - ansatz.multipliers.count])
            }
        }
        guard !quantity.isZero else { return nil }
        (quantity, multipliers) = inLowestTerms(quantity, multipliers)
        let product = zip(multipliers, system.constraints).reduce(ring.zero) { $0 + $1.0 * $1.1 }
        guard system.lieDerivative(of: quantity) == product else { return nil }
        let isFree = quantity.terms.allSatisfy { $0.exponents.dropFirst(system.variableCount).allSatisfy { $0 == 0 } }
        return FoundLaw(quantity: quantity, multipliers: multipliers, isFreeOfSymbols: isFree)
    }

    /// Divides by the common factor in the symbols and by the content.
    private func inLowestTerms(_ quantity: Polynomial, _ multipliers: [Polynomial]) -> (Polynomial, [Polynomial]) {
        var (quantity, multipliers) = (quantity, multipliers)
        var common = system.ring.one
        if system.symbolCount > 0 {
            let coefficients = quantity.coefficients(variableCount: system.variableCount).map(\.coefficient)
            common = coefficients.first ?? common
            for coefficient in coefficients.dropFirst() where !common.isOne {
                common = common.greatestCommonDivisor(with: coefficient)
            }
        }
        if common.constantValue == nil, let reduced = quantity.divided(exactlyBy: common) {
            let others = multipliers.compactMap { $0.divided(exactlyBy: common) }
            if others.count == multipliers.count { (quantity, multipliers) = (reduced, others) }
        }
        let factor = BigRational.one / quantity.content
        return (quantity.scaled(by: factor), multipliers.map { $0.scaled(by: factor) })
    }
}

extension Polynomial {
    /// The polynomial as a sum of monomials in the first `count` variables with coefficients in the others.
    func coefficients(variableCount count: Int) -> [(exponents: [Int], coefficient: Polynomial)] {
        var positions: [[Int]: Int] = [:]
        var groups: [(exponents: [Int], terms: [Term])] = []
        for term in terms {
            let key = Array(term.exponents.prefix(count))
            var rest = term
            for variable in 0..<count { rest.exponents[variable] = 0 }
            if let position = positions[key] {
                groups[position].terms.append(rest)
            } else {
                positions[key] = groups.count
                groups.append((key, [rest]))
            }
        }
        return groups.map { ($0.exponents, ring.polynomial($0.terms)) }
    }
}
