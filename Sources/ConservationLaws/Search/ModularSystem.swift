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
    /// Columns: the monomials of H. Rows: the monomials of dH/dt, told apart by a random linear function of their exponents; should two
    /// ever agree, the sum of their conditions takes their place, which loses no law.
    func conditions(of ansatz: MonomialClass) -> SparseModularMatrix {
        var generator = SplitMixGenerator(seed: 11)
        let marks = (0..<coordinateCount).map { _ in generator.next() }
        func mark(_ exponents: [UInt8]) -> UInt64 { zip(marks, exponents).reduce(0) { $0 &+ $1.0 &* UInt64($1.1) } }
        let terms = rightHandSides.enumerated().map { variable, side in
            side.terms.map { (shift: mark($0.exponents) &- marks[variable], coefficient: $0.coefficient) }
        }
        let multiples = (0..<256).map { field.element(UInt64($0)) }
        var rowNumbers: [UInt64: Int] = [:]
        var rows: [[SparseModularMatrix.Entry]] = []
        for (column, monomial) in ansatz.monomials.enumerated() {
            let base = mark(monomial)
            for variable in 0..<variableCount where monomial[variable] > 0 {
                let factor = multiples[Int(monomial[variable])]
                for term in terms[variable] {
                    let value = field.multiply(factor, term.coefficient)
                    guard let number = rowNumbers[base &+ term.shift] else {
                        rowNumbers[base &+ term.shift] = rows.count
                        rows.append([.init(column: column, value: value)])
                        continue
                    }
                    let last = rows[number].count - 1
                    if rows[number][last].column == column {
                        rows[number][last].value = field.add(rows[number][last].value, value)
                    } else {
                        rows[number].append(.init(column: column, value: value))
                    }
                }
            }
        }
        var matrix = SparseModularMatrix(field: field, columnCount: ansatz.monomials.count)
        for row in rows { matrix.append(row: row) }
        return matrix
    }
}
