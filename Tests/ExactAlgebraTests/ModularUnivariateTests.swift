import ExactAlgebra
import Testing

@Suite struct ModularUnivariateTests {
    private let field = PrimeField(index: 0)

    private func product(_ a: [PrimeField.Element], _ b: [PrimeField.Element]) -> [PrimeField.Element] {
        var result = [PrimeField.Element](repeating: 0, count: a.count + b.count - 1)
        for (i, x) in a.enumerated() {
            for (j, y) in b.enumerated() { result[i + j] = field.add(result[i + j], field.multiply(x, y)) }
        }
        return result
    }

    @Test func coefficientsAreKept() {
        var generator = SplitMixGenerator(seed: 1)
        let values = (0..<9).map { _ in field.random(using: &generator) } + [field.one]
        let polynomial = ModularUnivariate(field: field, coefficients: values + [0, 0])
        #expect(polynomial.coefficients == values)
        #expect(polynomial.degree == 9)
        #expect(ModularUnivariate(field: field, coefficients: []).degree == -1)
        #expect(ModularUnivariate(field: field, coefficients: [0, 0]).coefficients.isEmpty)
    }

    @Test(arguments: 0..<20)
    func allRootsAreFound(seed: Int) {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let roots = Set((0...(seed % 7)).map { _ in field.random(using: &generator) })
        // t^2 + 1 has no root for a prime that leaves 3 on division by 4; the first root is a double one.
        var polynomial = [field.one, 0, field.one]
        for root in roots.sorted() + roots.sorted().prefix(1) {
            polynomial = product(polynomial, [field.negate(root), field.one])
        }
        let found = ModularUnivariate(field: field, coefficients: polynomial).roots
        #expect(Set(found) == roots && found.count == roots.count)
    }

    @Test func smallCases() {
        #expect(ModularUnivariate(field: field, coefficients: [field.one]).roots.isEmpty)
        #expect(ModularUnivariate(field: field, coefficients: [0, field.one]).roots == [0])
        let line = ModularUnivariate(field: field, coefficients: [field.element(6), field.element(2)])
        #expect(line.roots == [field.element(-3)])
        #expect(line.greatestCommonDivisor(with: line).coefficients == [field.element(3), field.one])
    }

    @Test(arguments: 1...4) func factorsOfADegreeAreFound(degree: Int) {
        // Products of x^2 + 1 (irreducible), of linear factors and of an irreducible cubic, found by trial.
        var generator = SplitMixGenerator(seed: UInt64(degree))
        var cubic: [PrimeField.Element] = []
        repeat {
            cubic = (0..<3).map { _ in field.random(using: &generator) } + [field.one]
        } while !ModularUnivariate(field: field, coefficients: cubic).roots.isEmpty
        let square = [field.one, 0, field.one]
        let linear = product([field.element(-5), field.one], [field.element(7), field.one])
        let all = product(product(cubic, square), product(linear, square))
        let factors = ModularUnivariate(field: field, coefficients: all).factors(ofDegreeDividing: degree)
        let expected = [1: linear, 2: product(linear, square), 3: product(linear, cubic), 4: product(linear, square)]
        #expect(factors.coefficients == expected[degree])
    }

    @Test func commonFactorsAreRemovedAsOftenAsTheyOccur() {
        let (a, b) = ([field.element(2), field.one], [field.element(3), 0, field.one])
        let polynomial = ModularUnivariate(field: field, coefficients: product(product(a, a), b))
        let other = ModularUnivariate(field: field, coefficients: product(a, [field.one, field.one]))
        #expect(polynomial.removing(factorsOf: other).coefficients == b)
        #expect(polynomial.removing(factorsOf: polynomial).degree == 0)
    }
}
