import ExactAlgebra

/// Turns conserved quantities modulo a prime into exact ones.
struct LawLifter {
    /// How many prime fields may join to find large coefficients.
    static let largestFieldCount = 12

    let system: PolynomialSystem
    /// The image in which the candidates were found.
    let image: ModularSystem
    /// Images over further fields, for systems with constraints or relations.
    let images: SampledImages
    private let reduction: ConstraintReduction?

    init(system: PolynomialSystem, image: ModularSystem, images: SampledImages) {
        self.system = system
        self.image = image
        self.images = images
        reduction = ConstraintReduction(system)
    }

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
        let isOverNumbers = candidate.symbolDegree < LawCandidate.anySymbolDegree
        if !system.constraints.isEmpty || candidate.hasLogarithms {
            guard isOverNumbers || system.symbolCount == 0 else { return nil }
            return solveOverFields(support, ansatz).flatMap { law($0, support, ansatz) }
        }
        let entries =
            isOverNumbers ? solveOverNumbers(support, ansatz) : solveOverSymbols(support, ansatz, termLimit)
        return entries.flatMap { law($0, support, ansatz) }
    }

    /// The null vector of the conditions at points restricted to some columns, from its images over several fields.
    private func solveOverFields(_ support: [Int], _ ansatz: MonomialClass) -> [Polynomial]? {
        let monomials = support.map { number in
            let monomial = ansatz.monomials[number]
            return monomial + [UInt8](repeating: 0, count: system.ring.variableCount - monomial.count)
        }
        var residues = support.map { _ in ResidueReconstruction() }
        var previous: [BigRational]?
        for index in 0..<LawLifter.largestFieldCount {
            guard
                let conditions = images.conditions(
                    fieldIndex: index, pointCount: SampledConditions.pointCount(support.count))
            else { continue }
            let space = conditions.nullSpace(of: monomials, isFreeOfRelations: true)
            guard space.dimension == 1, space.vectors[0][0] != 0 else { return nil }
            let field = conditions.field
            let scale = field.inverse(space.vectors[0][0])
            for position in residues.indices {
                residues[position].add(field.multiply(space.vectors[0][position], scale), in: field)
            }
            let numbers = residues.compactMap(\.fraction)
            if numbers.count == support.count {
                if numbers == previous { return numbers.map { system.ring.constant($0) } }
                previous = numbers
            }
        }
        return nil
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

    /// dH/dt of a monomial.
    private func column(number: Int, of ansatz: MonomialClass) -> Polynomial {
        system.lieDerivative(of: monomial(ansatz.monomials[number]))
    }

    private func monomial(_ exponents: [UInt8]) -> Polynomial {
        let padding = [Int](repeating: 0, count: system.ring.variableCount - exponents.count)
        return system.ring.polynomial([.init(coefficient: .one, exponents: exponents.map { Int($0) } + padding)])
    }

    /// The law with given entries, in lowest terms, when its identity holds.
    private func law(_ entries: [Polynomial], _ support: [Int], _ ansatz: MonomialClass) -> FoundLaw? {
        var quantity = system.ring.zero
        for (entry, number) in zip(entries, support) {
            quantity = quantity + entry * monomial(ansatz.monomials[number])
        }
        return law(quantity)
    }

    /// A quantity in lowest terms with its proof; nil when it is not conserved.
    func law(_ quantity: Polynomial) -> FoundLaw? {
        guard !quantity.isZero else { return nil }
        let quantity = inLowestTerms(quantity)
        let rate = system.lieDerivative(of: quantity)
        guard let proof = reduction?.proof(of: rate) else { return nil }
        let isFree = quantity.terms.allSatisfy { $0.exponents.dropFirst(system.variableCount).allSatisfy { $0 == 0 } }
        return FoundLaw(quantity: quantity, proof: proof, isFreeOfSymbols: isFree)
    }

    /// Divides by the common factor in the symbols and by the content.
    private func inLowestTerms(_ quantity: Polynomial) -> Polynomial {
        var quantity = quantity
        if system.symbolCount > 0 {
            let coefficients = quantity.coefficients(variableCount: system.variableCount).map(\.coefficient)
            var common = coefficients.first ?? system.ring.one
            for coefficient in coefficients.dropFirst() where !common.isOne {
                common = common.greatestCommonDivisor(with: coefficient)
            }
            if common.constantValue == nil, let reduced = quantity.divided(exactlyBy: common) { quantity = reduced }
        }
        return quantity.scaled(by: .one / quantity.content)
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
