import ExactAlgebra

/// The image of a polynomial system over a prime field, and the linear conditions for its conserved quantities.
struct ModularSystem: Sendable {
    let field: PrimeField
    let variableCount: Int
    let rightHandSides: [ModularPolynomial]
    let constraints: [ModularPolynomial]

    /// The image; nil when a denominator vanishes in the field.
    ///
    /// - Parameter symbolPoint: values of the symbols; nil keeps them as variables of the conditions, so that only
    ///   quantities which are conserved for all values of the symbols, and free of them, satisfy the conditions.
    init?(_ system: PolynomialSystem, field: PrimeField, symbolPoint: [PrimeField.Element]?) {
        self.field = field
        variableCount = system.variableCount
        func image(_ polynomial: Polynomial) -> ModularPolynomial? {
            ModularPolynomial(
                polynomial, variableCount: system.variableCount, symbolPoint: symbolPoint, field: field)
        }
        let sides = system.rightHandSides.compactMap(image)
        let vanishing = system.constraints.compactMap(image)
        guard sides.count == system.rightHandSides.count, vanishing.count == system.constraints.count else {
            return nil
        }
        rightHandSides = sides
        constraints = vanishing
    }

    /// The matrix of the conditions dH/dt = sum of multipliers times constraints.
    ///
    /// Columns: first the multipliers, then the monomials of H. Rows: the monomials of dH/dt.
    func conditions(of ansatz: MonomialClass) -> SparseModularMatrix {
        let offset = ansatz.multipliers.count
        var rowNumbers: [[UInt8]: Int] = [:]
        var rows: [[SparseModularMatrix.Entry]] = []
        func add(_ exponents: [UInt8], _ column: Int, _ value: PrimeField.Element) {
            guard let number = rowNumbers[exponents] else {
                rowNumbers[exponents] = rows.count
                rows.append([.init(column: column, value: value)])
                return
            }
            if let last = rows[number].last, last.column == column {
                rows[number][rows[number].count - 1].value = field.add(last.value, value)
            } else {
                rows[number].append(.init(column: column, value: value))
            }
        }
        for (column, multiplier) in ansatz.multipliers.enumerated() {
            for term in constraints[multiplier.constraint].terms {
                add(term.exponents.multiplied(by: multiplier.monomial), column, field.negate(term.coefficient))
            }
        }
        for (index, monomial) in ansatz.monomials.enumerated() {
            for variable in 0..<variableCount where monomial[variable] > 0 {
                var reduced = monomial
                reduced[variable] -= 1
                let factor = field.element(UInt64(monomial[variable]))
                for term in rightHandSides[variable].terms {
                    add(
                        term.exponents.multiplied(by: reduced), offset + index,
                        field.multiply(factor, term.coefficient))
                }
            }
        }
        var matrix = SparseModularMatrix(field: field, columnCount: offset + ansatz.monomials.count)
        for row in rows { matrix.append(row: row) }
        return matrix
    }
}

extension [UInt8] {
    /// The exponents of the product with a monomial in the first variables.
    func multiplied(by other: [UInt8]) -> [UInt8] {
        var product = self
        for index in other.indices { product[index] += other[index] }
        return product
    }
}
