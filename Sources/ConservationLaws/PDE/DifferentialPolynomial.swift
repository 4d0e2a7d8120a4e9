import ExactAlgebra

/// A sum of monomials in the jet variables with coefficients in a field.
struct DifferentialPolynomial<Field: CoefficientField>: Sendable {
    /// Coefficients by monomial, none of them 0.
    private(set) var terms: [JetMonomial: Field.Element] = [:]

    /// 0.
    init() {}

    /// One monomial.
    init(_ monomial: JetMonomial, _ coefficient: Field.Element, in field: Field) {
        if coefficient != field.zero { terms[monomial] = coefficient }
    }

    /// Whether it is 0.
    var isZero: Bool { terms.isEmpty }

    /// Terms in a fixed order.
    var sortedTerms: [(monomial: JetMonomial, coefficient: Field.Element)] {
        terms.map { (monomial: $0.key, coefficient: $0.value) }.sorted { $0.monomial < $1.monomial }
    }

    /// Its coefficient when it is a number.
    func constantValue(in field: Field) -> Field.Element? {
        if terms.isEmpty { return field.zero }
        return terms.count == 1 ? terms[.one] : nil
    }

    /// Adds a multiple of a monomial.
    mutating func add(_ monomial: JetMonomial, _ coefficient: Field.Element, in field: Field) {
        if coefficient == field.zero { return }
        if let old = terms[monomial] {
            let sum = field.add(old, coefficient)
            terms[monomial] = sum == field.zero ? nil : sum
        } else {
            terms[monomial] = coefficient
        }
    }

    /// Adds a multiple of a polynomial times a monomial.
    mutating func add(
        _ other: DifferentialPolynomial, times coefficient: Field.Element, _ monomial: JetMonomial = .one,
        in field: Field
    ) {
        if coefficient == field.zero { return }
        for (key, value) in other.terms {
            add(
                monomial == .one ? key : key.multiplied(by: monomial), field.multiply(value, coefficient), in: field)
        }
    }

    /// A multiple.
    func scaled(by coefficient: Field.Element, in field: Field) -> DifferentialPolynomial {
        var result = DifferentialPolynomial()
        result.add(self, times: coefficient, in: field)
        return result
    }

    /// The terms whose monomial passes a test.
    func filtered(_ belongs: (JetMonomial) -> Bool) -> DifferentialPolynomial {
        var result = DifferentialPolynomial()
        result.terms = terms.filter { belongs($0.key) }
        return result
    }

    /// All symbols that occur, in order.
    var variables: [JetVariable] {
        var seen: Set<JetVariable> = []
        for monomial in terms.keys { for factor in monomial.factors { seen.insert(factor.variable) } }
        return seen.sorted()
    }
}

extension DifferentialPolynomial: Equatable {}

/// A differential polynomial with rational coefficients.
typealias ExactPolynomial = DifferentialPolynomial<RationalNumbers>

extension ExactPolynomial {
    /// The image in a prime field with values in place of the symbols; nil when a denominator vanishes there.
    func reduced(
        modulo field: PrimeField, symbols: [PrimeField.Element]
    ) -> DifferentialPolynomial<PrimeField>? {
        var result = DifferentialPolynomial<PrimeField>()
        for (monomial, coefficient) in terms {
            guard var value = coefficient.element(in: field) else { return nil }
            let (part, rest) = monomial.split { $0.kind == .symbol }
            for factor in part.factors {
                let power = factor.exponent / JetMonomial.unit
                guard power * JetMonomial.unit == factor.exponent else { return nil }
                let base = power < 0 ? field.inverse(symbols[factor.variable.index]) : symbols[factor.variable.index]
                value = field.multiply(value, field.power(base, UInt64(power.magnitude)))
            }
            result.add(rest, value, in: field)
        }
        return result
    }
}
