import ExactAlgebra
import Testing

@Suite struct PrimeFieldTests {
    @Test(arguments: [3, 7, 1_000_003, 2_305_843_009_213_693_951] as [UInt64], 0..<10)
    func arithmeticAgreesWithFullWidthDivision(prime: UInt64, seed: Int) {
        let field = PrimeField(prime: prime)
        var generator = SplitMixGenerator(seed: UInt64(seed))
        for _ in 0..<50 {
            let (a, b) = (generator.next() % prime, generator.next() % prime)
            let (x, y) = (field.element(a), field.element(b))
            #expect(field.residue(x) == a)
            #expect(
                field.residue(field.multiply(x, y)) == prime.dividingFullWidth(a.multipliedFullWidth(by: b)).remainder)
            #expect(field.residue(field.add(x, y)) == (a % prime + b) % prime)
            #expect(field.add(field.subtract(x, y), y) == x)
            #expect(field.add(x, field.negate(x)) == 0)
            if a != 0 { #expect(field.multiply(x, field.inverse(x)) == field.one) }
        }
    }

    @Test func sequenceOfPrimesHasNoRepetition() {
        let primes = (0..<8).map { PrimeField(index: $0).modulus }
        #expect(Set(primes).count == 8)
        #expect(primes.allSatisfy { $0 > 1 << 61 && $0 < 1 << 62 })
    }

    @Test(arguments: 0..<50)
    func fractionsComeBack(seed: Int) throws {
        let field = PrimeField(index: seed % 4)
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let top = Int.random(in: -500_000_000...500_000_000, using: &generator)
        let value = try #require(BigRational(top, Int.random(in: 1...500_000_000, using: &generator)))
        let element = try #require(value.element(in: field))
        #expect(field.rationalReconstruction(element) == value)
        #expect(field.element(-5) == field.negate(field.element(5)))
    }

    @Test func vanishingDenominatorHasNoImage() throws {
        let field = PrimeField(prime: 7)
        #expect(try #require(BigRational(1, 14)).element(in: field) == nil)
        #expect(try #require(BigRational(1, 15)).element(in: field) == field.one)
    }
}
