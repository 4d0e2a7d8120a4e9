import ExactAlgebra
import Testing

@testable import ConservationLaws

/// Powers modulo polynomials, against plain multiplication and division.
@Suite struct ModularRemaindersTests {
    private func product(_ a: [PrimeField.Element], _ b: [PrimeField.Element], _ field: PrimeField)
        -> [PrimeField.Element]
    {
        var result = [PrimeField.Element](repeating: 0, count: a.count + b.count - 1)
        for (i, x) in a.enumerated() {
            for (j, y) in b.enumerated() { result[i + j] = field.add(result[i + j], field.multiply(x, y)) }
        }
        return result
    }

    private func remainder(_ value: [PrimeField.Element], _ divisor: [PrimeField.Element], _ field: PrimeField)
        -> [PrimeField.Element]
    {
        var left = value
        while left.count >= divisor.count {
            let factor = field.multiply(left[left.count - 1], field.inverse(divisor[divisor.count - 1]))
            for index in divisor.indices {
                let position = left.count - divisor.count + index
                left[position] = field.subtract(left[position], field.multiply(factor, divisor[index]))
            }
            left.removeLast()
        }
        return left + [PrimeField.Element](repeating: 0, count: divisor.count - 1 - left.count)
    }

    @Test(arguments: 0..<24) func powersAgreeWithRepeatedMultiplication(seed: Int) throws {
        let field = PrimeField(index: seed % 3)
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let degree = seed % 8 + 1
        let modulus = (0...degree).map { _ in field.random(using: &generator) }
        let shift = seed % 4 == 0 ? 0 : field.random(using: &generator)
        let remainders = try #require(ModularRemainders(modulus: modulus, field: field))
        var power = remainder([field.one], modulus, field)
        for exponent in 0..<40 {
            #expect(remainders.power(ofLinear: shift, UInt64(exponent)) == power, "\(degree) \(exponent)")
            power = remainder(product(power, [shift, field.one], field), modulus, field)
        }
    }

    @Test func constantsAreNoModulus() {
        let field = PrimeField(index: 0)
        #expect(ModularRemainders(modulus: [field.one], field: field) == nil)
        #expect(ModularRemainders(modulus: [], field: field) == nil)
    }

    @Test(arguments: 0..<10) func coefficientsOfProducts(seed: Int) {
        let field = PrimeField(index: seed % 2)
        var generator = SplitMixGenerator(seed: UInt64(seed) + 100)
        // Elements close to the modulus, so that sums run over.
        let high = (0..<50).map { _ in field.modulus - 1 - generator.next() % 3 }
        let other = seed % 2 == 0 ? high : (0..<50).map { _ in field.random(using: &generator) }
        let expected = product(high, other, field)
        for order in 0..<50 { #expect(field.coefficient(order, of: high, times: other) == expected[order]) }
    }
}
