import ExactAlgebra

/// A polynomial over a prime field as a list of terms.
struct ModularPolynomial: Sendable {
    struct Term: Sendable {
        var exponents: [UInt8]
        var coefficient: PrimeField.Element
    }

    var terms: [Term]

    init(terms: [Term]) { self.terms = terms }

    /// The image of an exact polynomial; nil when a denominator vanishes in the field.
    ///
    /// - Parameter symbolPoint: values of the ring's names behind the first `variableCount`; nil keeps them as variables.
    init?(_ polynomial: Polynomial, variableCount: Int, symbolPoint: [PrimeField.Element]?, field: PrimeField) {
        terms = []
        var positions: [[UInt8]: Int] = [:]
        for term in polynomial.terms {
            guard var coefficient = term.coefficient.element(in: field), term.exponents.allSatisfy({ $0 < 250 }) else {
                return nil
            }
            var exponents = term.exponents.map { UInt8($0) }
            if let symbolPoint {
                for (value, exponent) in zip(symbolPoint, exponents[variableCount...]) where exponent > 0 {
                    coefficient = field.multiply(coefficient, field.power(value, UInt64(exponent)))
                }
                exponents.removeLast(exponents.count - variableCount)
            }
            if let position = positions[exponents] {
                terms[position].coefficient = field.add(terms[position].coefficient, coefficient)
            } else {
                positions[exponents] = terms.count
                terms.append(Term(exponents: exponents, coefficient: coefficient))
            }
        }
        terms.removeAll { $0.coefficient == 0 }
    }

    func value(at point: [PrimeField.Element], in field: PrimeField) -> PrimeField.Element {
        terms.reduce(0) { sum, term in
            field.add(sum, field.multiply(term.coefficient, term.exponents.value(at: point, in: field)))
        }
    }

    func derivative(by variable: Int, in field: PrimeField) -> ModularPolynomial {
        ModularPolynomial(
            terms: terms.compactMap { term in
                guard term.exponents[variable] > 0 else { return nil }
                var exponents = term.exponents
                exponents[variable] -= 1
                let factor = field.element(UInt64(term.exponents[variable]))
                return Term(exponents: exponents, coefficient: field.multiply(term.coefficient, factor))
            })
    }

    /// The partial derivatives at a point.
    func gradient(at point: [PrimeField.Element], in field: PrimeField) -> [PrimeField.Element] {
        point.indices.map { derivative(by: $0, in: field).value(at: point, in: field) }
    }
}

extension [UInt8] {
    /// The monomial with these exponents at a point of a prime field.
    func value(at point: [PrimeField.Element], in field: PrimeField) -> PrimeField.Element {
        var product = field.one
        for (value, exponent) in zip(point, self) where exponent > 0 {
            for _ in 0..<exponent { product = field.multiply(product, value) }
        }
        return product
    }
}
