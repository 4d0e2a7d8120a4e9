import ExactAlgebra

/// The image of a polynomial system over a prime field, and the linear conditions for its conserved quantities.
struct ModularSystem: Sendable {
    /// One part of the differential of an atom.
    struct Part: Sendable {
        var variable: Int
        var numerator: ModularPolynomial
        var denominator: ModularPolynomial
    }

    let field: PrimeField
    let variableCount: Int
    /// Numbers in a point: variables, and symbols where these are kept.
    let coordinateCount: Int
    let rightHandSides: [ModularPolynomial]
    let constraints: [ModularPolynomial]
    let relationCount: Int
    /// Differentials of the atoms, with their variables.
    let atoms: [(variable: Int, differential: [Part])]

    /// The image; nil when a denominator vanishes in the field.
    ///
    /// - Parameter symbolPoint: values of the symbols; nil keeps them as variables of the conditions, so that only
    ///   quantities which are conserved for all values of the symbols, and free of them, satisfy the conditions.
    init?(_ system: PolynomialSystem, field: PrimeField, symbolPoint: [PrimeField.Element]?) {
        self.field = field
        variableCount = system.variableCount
        coordinateCount = system.variableCount + (symbolPoint == nil ? system.symbolCount : 0)
        relationCount = system.relationCount
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
        var atoms: [(variable: Int, differential: [Part])] = []
        for atom in system.atoms {
            var parts: [Part] = []
            for part in atom.differential {
                guard let top = image(part.numerator), let bottom = image(part.denominator) else { return nil }
                parts.append(Part(variable: part.variable, numerator: top, denominator: bottom))
            }
            atoms.append((atom.variable, parts))
        }
        self.atoms = atoms
    }

    /// The rates of change of all coordinates at a point.
    func rates(at point: [PrimeField.Element]) -> [PrimeField.Element] {
        rightHandSides.map { $0.value(at: point, in: field) }
            + [PrimeField.Element](repeating: 0, count: coordinateCount - variableCount)
    }

    /// The covectors at a point that vanish on all motions of the state: gradients of the constraints, and the differential of
    /// every atom minus what it is made of.
    func conormals(at point: [PrimeField.Element]) -> [[PrimeField.Element]] {
        var result = constraints.map { $0.gradient(at: point, in: field) }
        for atom in atoms {
            var covector = [PrimeField.Element](repeating: 0, count: point.count)
            covector[atom.variable] = field.one
            for part in atom.differential {
                let bottom = part.denominator.value(at: point, in: field)
                guard bottom != 0 else { continue }
                let slope = field.multiply(part.numerator.value(at: point, in: field), field.inverse(bottom))
                covector[part.variable] = field.subtract(covector[part.variable], slope)
            }
            result.append(covector)
        }
        return result
    }

    /// The matrix of the conditions dH/dt = 0 for systems without constraints and relations.
    ///
    /// Columns: the monomials of H. Rows: the monomials of dH/dt.
    func conditions(of ansatz: MonomialClass) -> SparseModularMatrix {
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
        for (index, monomial) in ansatz.monomials.enumerated() {
            for variable in 0..<variableCount where monomial[variable] > 0 {
                var reduced = monomial
                reduced[variable] -= 1
                let factor = field.element(UInt64(monomial[variable]))
                for term in rightHandSides[variable].terms {
                    add(term.exponents.multiplied(by: reduced), index, field.multiply(factor, term.coefficient))
                }
            }
        }
        var matrix = SparseModularMatrix(field: field, columnCount: ansatz.monomials.count)
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
