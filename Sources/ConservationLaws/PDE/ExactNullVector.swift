import ExactAlgebra

/// Lifts a null vector modulo a prime to polynomials in the symbols.
struct ExactNullVector {
    let space: JetSpace
    let field: PrimeField
    /// Values of the symbols in the field.
    let symbols: [PrimeField.Element]
    /// Ring of the coefficients.
    let ring: PolynomialRing

    init(space: JetSpace, field: PrimeField, symbols: [PrimeField.Element]) {
        self.space = space
        self.field = field
        self.symbols = symbols
        ring = PolynomialRing(space.symbols)
    }

    /// Exact coefficients for the support of a vector.
    ///
    /// - Parameters:
    ///   - values: the non-zero entries modulo the prime.
    ///   - isZero: whether exact coefficients make the conditions hold; decides about the quick way.
    ///   - columns: the conditions on the coefficients by column, needed only when the quick way fails.
    /// - Returns: integers or polynomials without a common factor, nil when there are none.
    func lift(
        _ values: [PrimeField.Element], holds isZero: ([ExactPolynomial]) -> Bool,
        columns: () -> [[JetVariable: ExactPolynomial]]
    ) -> [ExactPolynomial]? {
        guard let lead = values.first else { return nil }
        let scale = field.inverse(lead)
        let numbers = values.compactMap { field.rationalReconstruction(field.multiply($0, scale)) }
        if numbers.count == values.count, numbers.allSatisfy({ $0.bitWidth <= 28 }) {
            let polynomials = integral(numbers).map { ExactPolynomial(.one, $0, in: RationalNumbers()) }
            if isZero(polynomials) { return polynomials }
        }
        guard let solved = solve(columns(), count: values.count) else { return nil }
        return isZero(solved) ? solved : nil
    }

    /// The numbers times the smallest factor that makes them integers without a common factor.
    private func integral(_ numbers: [BigRational]) -> [BigRational] {
        let common = numbers.reduce(BigRational.zero) { BigRational.greatestCommonDivisor($0, $1) }
        return common.isZero ? numbers : numbers.map { $0 / common }
    }

    /// The conditions row by row, entries by column, in a reproducible order; nil for fractional powers of symbols.
    func rows(_ columns: [[JetVariable: ExactPolynomial]]) -> [[Int: Polynomial]]? {
        struct Row: Hashable {
            var jet: JetVariable
            var monomial: JetMonomial
        }
        var rows: [Row: [Int: [Polynomial.Term]]] = [:]
        for (column, conditions) in columns.enumerated() {
            for (jet, polynomial) in conditions {
                for (monomial, coefficient) in polynomial.terms {
                    let (part, rest) = monomial.split { $0.kind == .symbol }
                    var exponents = [Int](repeating: 0, count: ring.variableCount)
                    for factor in part.factors {
                        guard factor.exponent > 0, factor.exponent % JetMonomial.unit == 0 else { return nil }
                        exponents[factor.variable.index] = Int(factor.exponent / JetMonomial.unit)
                    }
                    rows[Row(jet: jet, monomial: rest), default: [:]][column, default: []].append(
                        .init(coefficient: coefficient, exponents: exponents))
                }
            }
        }
        return rows.sorted { ($0.key.jet, $0.key.monomial) < ($1.key.jet, $1.key.monomial) }.map { row in
            row.value.mapValues { ring.polynomial($0) }
        }
    }

    private func solve(_ columns: [[JetVariable: ExactPolynomial]], count: Int) -> [ExactPolynomial]? {
        guard let rows = rows(columns) else { return nil }
        var span = ModularSpan(field: field)
        var matrix = PolynomialMatrix(ring: ring, columnCount: count)
        let entries = rows.map { row in
            row.sorted { $0.key < $1.key }.map { (column: $0.key, value: $0.value) }
        }
        let sizes = entries.map { $0.reduce(0) { $0 + $1.value.termCount } }
        for index in entries.indices.sorted(by: { (sizes[$0], $0) < (sizes[$1], $1) })
        where span.dimension < count - 1 {
            var values = [PrimeField.Element](repeating: 0, count: count)
            for (column, entry) in entries[index] {
                values[column] = entry.evaluated(at: symbols, in: field) ?? 0
            }
            if span.insert(values) { matrix.append(row: entries[index]) }
        }
        guard let vector = matrix.nullVector() else { return nil }
        let content = vector.reduce(BigRational.zero) { BigRational.greatestCommonDivisor($0, $1.content) }
        guard !content.isZero else { return nil }
        return vector.map { polynomial in
            var result = ExactPolynomial()
            for term in polynomial.terms {
                let monomial = term.exponents.enumerated().reduce(JetMonomial.one) {
                    $0.multiplied(by: .symbol($1.offset), exponent: Int32($1.element) * JetMonomial.unit)
                }
                result.add(monomial, term.coefficient / content, in: RationalNumbers())
            }
            return result
        }
    }
}
