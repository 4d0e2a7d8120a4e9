import ExactAlgebra
import Testing

@Suite struct BigRationalTests {
    @Test(arguments: [
        ("0", "0"), ("-12", "-12"), ("+7", "7"), ("0.25", "1/4"), ("3e-4", "3/10000"), ("2.5E2", "250"),
        ("22/7", "22/7"),
        ("12750.917857751701", "12750917857751701/1000000000000"), ("-0.5/-0.25", "2"), (".5", "1/2"), ("5.", "5"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
    ])
    func readsDecimalsExactly(text: String, expected: String) {
        #expect(BigRational(parsing: text)?.description == expected)
    }

    @Test(arguments: ["", "-", ".", "x", "1/0", "1e", "1e99999", "1.2.3", "1/2/3", "0x10", "1 2", "--1"])
    func refusesOtherText(text: String) {
        #expect(BigRational(parsing: text) == nil)
    }

    @Test func zeroDenominatorIsRefused() {
        #expect(BigRational(1, 0) == nil)
        #expect(BigRational(3, -6) == BigRational(-1, 2))
        #expect(BigRational(1, .min)?.sign == -1)
    }

    @Test(arguments: 0..<40)
    func fieldLaws(seed: Int) throws {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        func number() throws -> BigRational {
            let top = Int.random(in: -1_000_000_000...1_000_000_000, using: &generator)
            return try #require(BigRational(top, Int.random(in: 1...1_000_000_000, using: &generator)))
        }
        let (a, b, c) = (try number(), try number(), try number())
        #expect((a + b) * c == a * c + b * c)
        #expect(a - b == -(b - a))
        #expect((a + b) - b == a)
        if !b.isZero { #expect(a / b * b == a) }
        #expect(a.raised(to: 3) == a * a * a)
        #expect(a.numerator / a.denominator == a)
        #expect((a < b) == ((b - a).sign > 0))
        let g = BigRational.greatestCommonDivisor(a, b)
        if !g.isZero { #expect((a / g).isInteger && (b / g).isInteger) }
        #expect(BigRational(parsing: a.description) == a)
    }

    @Test func machineIntegers() {
        #expect(BigRational(42).machineInteger == 42)
        #expect(BigRational(1, 2)?.machineInteger == nil)
        #expect(BigRational(10).raised(to: 30).machineInteger == nil)
        #expect(BigRational(Int.min).machineInteger == Int.min)
    }
}
