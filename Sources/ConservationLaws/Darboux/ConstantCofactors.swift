import ExactAlgebra

/// Polynomials p of degree 1 and 2, without symbols in up to three variables of degree 4, with dp/dt = c p for a constant c: `exp(-c*t)*p` is then conserved.
///
/// At an equilibrium in the origin c is a sum of eigenvalues of the linear part. Those eigenvalues that are polynomials in the
/// symbols, and sums of pairs of conjugate ones, are tried.
struct ConstantCofactors {
    /// Largest number of variables.
    static let variableLimit = 8

    let system: PolynomialSystem

    /// The rates c that may occur, simple ones first.
    var rates: [Polynomial] {
        let count = system.baseCount
        guard count <= Self.variableLimit, system.constraints.isEmpty, system.denominator.isOne else { return [] }
        var matrix: [[Polynomial]] = []
        for index in 0..<count {
            let parts = system.rightHandSides[index].coefficients(variableCount: system.variableCount)
            guard !parts.contains(where: { $0.exponents.allSatisfy { $0 == 0 } }) else { return [] }
            matrix.append(
                (0..<count).map { column in
                    parts.first { $0.exponents.reduce(0, +) == 1 && $0.exponents[column] == 1 }?.coefficient
                        ?? system.ring.zero
                })
        }
        // The first variable stands for the eigenvalue: entries hold symbols only.
        let eigenvalue = system.ring.variable(0)
        for index in 0..<count { matrix[index][index] = matrix[index][index] - eigenvalue }
        guard let polynomial = DarbouxSearch(system: system).determinant(matrix), let factors = polynomial.factored()
        else { return [] }
        var single: [Polynomial] = []
        var result: [Polynomial] = []
        func keep(_ rate: Polynomial, _ list: inout [Polynomial]) {
            if !rate.isZero, !list.contains(where: { $0 == rate }) { list.append(rate) }
        }
        for factor in factors.factors {
            let parts = factor.base.coefficients(in: 0)
            guard parts.count == 2 || parts.count == 3, let leading = parts.last?.constantValue else { continue }
            let sum = parts[parts.count - 2].scaled(by: BigRational(-1) / leading)
            if parts.count == 2 { keep(sum, &single) } else { keep(sum, &result) }
        }
        let pairs = result
        for rate in single { keep(rate, &result) }
        for (index, rate) in single.enumerated() {
            for other in single[index...] { keep(rate + other, &result) }
        }
        if largestDegree > 2 {
            // Sums of up to four eigenvalues; a pair counts twice.
            let sums = result
            for left in sums { for right in sums { keep(left + right, &result) } }
            for pair in pairs { keep(pair + pair, &result) }
        }
        return Array(result.prefix(largestDegree > 2 ? 40 : 12))
    }

    /// Largest degree of p.
    var largestDegree: Int { system.symbolCount == 0 && system.baseCount <= 3 ? 4 : 2 }

    /// The conditions d/dt - c on the monomials up to the largest degree.
    func columns(rate: Polynomial) -> (monomials: [Polynomial], images: [Polynomial]) {
        let monomials = system.monomials(upTo: largestDegree)
        return (monomials, monomials.map { system.lieDerivative(of: $0) - rate * $0 })
    }

    /// The polynomials, without single variables.
    func polynomials() -> [Polynomial] {
        var found: [Polynomial] = []
        for rate in rates {
            let (monomials, images) = columns(rate: rate)
            var positions: [[Int]: Int] = [:]
            var rows: [[PolynomialMatrix.Entry]] = []
            for (column, image) in images.enumerated() {
                for part in image.coefficients(variableCount: system.variableCount) {
                    let row = positions[part.exponents] ?? rows.count
                    if row == rows.count {
                        positions[part.exponents] = row
                        rows.append([])
                    }
                    rows[row].append((column, part.coefficient))
                }
            }
            for vector in nullVectors(rows, count: monomials.count) {
                let sum = zip(vector, monomials).reduce(system.ring.zero) { $0 + $1.0 * $1.1 }
                guard let leading = sum.terms.first?.coefficient else { continue }
                let polynomial = sum.scaled(by: BigRational(leading.sign) / sum.content)
                guard polynomial.termCount > 1, polynomial.termCount <= SystemAssembly.largestDivisor,
                    !found.contains(where: { polynomial.divided(exactlyBy: $0) != nil }),
                    system.lieDerivative(of: polynomial) == rate * polynomial,
                    !found.contains(where: { $0 == polynomial })
                else { continue }
                found.append(polynomial)
            }
        }
        return found
    }

    private func nullVectors(_ rows: [[PolynomialMatrix.Entry]], count: Int) -> [[Polynomial]] {
        let numbers = rows.map { row in row.compactMap { entry in entry.value.constantValue.map { (entry.column, $0) } }
        }
        if zip(rows, numbers).allSatisfy({ $0.count == $1.count }) {
            var matrix = RationalMatrix(columnCount: count)
            for row in numbers { matrix.append(row: row.map { (column: $0.0, value: $0.1) }) }
            return matrix.nullSpace().prefix(6).map { $0.map { system.ring.constant($0) } }
        }
        var matrix = PolynomialMatrix(ring: system.ring, columnCount: count)
        for row in rows { matrix.append(row: row) }
        return matrix.nullVector(termLimit: 60).map { [$0] } ?? []
    }
}
