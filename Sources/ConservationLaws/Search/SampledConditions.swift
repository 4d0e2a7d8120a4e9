import ExactAlgebra

/// The conditions dH/dt = 0 at random points that satisfy the constraints and relations.
///
/// A quantity is conserved on the constraints when its rate vanishes there; as many points as there are coefficients
/// decide. The conditions over a prime field are never stronger than the true ones, so "none" is a proof, and what is
/// found is proved afterwards.
struct SampledConditions: Sendable {
    let field: PrimeField
    /// Points of the field, without zeros among their coordinates but for variables that the constraints fix to 0.
    let points: [[PrimeField.Element]]
    /// The rates of change of the coordinates at the points.
    let rates: [[PrimeField.Element]]

    /// How many points an ansatz needs.
    static func pointCount(_ monomials: Int) -> Int { monomials + 8 }

    /// The quantities in the span of monomials that are conserved, without combinations that vanish on the constraints.
    ///
    /// - Parameter hasRelations: whether monomials may be dependent on the constraints; costs a second elimination.
    /// - Complexity: O(n³) for n monomials.
    func nullSpace(of monomials: [[UInt8]], isFreeOfRelations: Bool) -> ModularNullSpace {
        let count = monomials.count
        let powers = monomials.map { exponents in
            exponents.indices.compactMap { exponents[$0] > 0 ? (variable: $0, exponent: exponents[$0]) : nil }
        }
        let used = min(points.count, SampledConditions.pointCount(count))
        var values: [[PrimeField.Element]] = []
        var slopes: [[PrimeField.Element]] = []
        for (point, rate) in zip(points.prefix(used), rates) {
            let hasZero = point.contains(0)
            let growth = hasZero ? [] : zip(point, rate).map { field.multiply($1, field.inverse($0)) }
            var valueRow: [PrimeField.Element] = isFreeOfRelations ? [] : [field.one]
            var slopeRow: [PrimeField.Element] = []
            slopeRow.reserveCapacity(count)
            for monomial in powers {
                var value = field.one
                var slope: PrimeField.Element = 0
                if hasZero {
                    slopeRow.append(self.rate(of: monomial, at: point, rate))
                    if !isFreeOfRelations { valueRow.append(product(of: monomial, at: point)) }
                    continue
                }
                for (variable, exponent) in monomial {
                    for _ in 0..<exponent {
                        value = field.multiply(value, point[variable])
                        slope = field.add(slope, growth[variable])
                    }
                }
                slopeRow.append(field.multiply(value, slope))
                if !isFreeOfRelations { valueRow.append(value) }
            }
            values.append(valueRow)
            slopes.append(slopeRow)
        }
        var kept = Array(0..<count)
        if !isFreeOfRelations {
            let matrix = DenseModularMatrix(field: field, columnCount: count + 1, rows: values)
            kept = matrix.independentColumns().filter { $0 > 0 }.map { $0 - 1 }
            if kept.count < count { slopes = slopes.map { row in kept.map { row[$0] } } }
        }
        let space = DenseModularMatrix(field: field, columnCount: kept.count, rows: slopes).nullSpace()
        let vectors = space.vectors.map { short in
            var vector = [PrimeField.Element](repeating: 0, count: count)
            for (position, value) in zip(kept, short) { vector[position] = value }
            return vector
        }
        return ModularNullSpace(
            field: field, columnCount: count, freeColumns: space.freeColumns.map { kept[$0] }, vectors: vectors)
    }

    /// The rate of a monomial by the product rule, where a variable may be 0.
    private func rate(
        of monomial: [(variable: Int, exponent: UInt8)], at point: [PrimeField.Element], _ rates: [PrimeField.Element]
    ) -> PrimeField.Element {
        var sum: PrimeField.Element = 0
        for (position, factor) in monomial.enumerated() {
            var others = monomial
            others[position].exponent -= 1
            let part = field.multiply(rates[factor.variable], product(of: others, at: point))
            for _ in 0..<factor.exponent { sum = field.add(sum, part) }
        }
        return sum
    }

    private func product(
        of monomial: [(variable: Int, exponent: UInt8)], at point: [PrimeField.Element]
    ) -> PrimeField.Element {
        var value = field.one
        for (variable, exponent) in monomial {
            for _ in 0..<exponent { value = field.multiply(value, point[variable]) }
        }
        return value
    }
}
