import Datasets
import Expressions
import Testing

/// The algebra of dimensions.
@Suite struct PhysicalDimensionTests {
    private static func random(_ stream: inout SplitMix) throws -> PhysicalDimension {
        let exponents: [Rational] = try (0..<7).map { _ in
            let (top, bottom) = (Int.random(in: -4...4, using: &stream), Int.random(in: 1...3, using: &stream))
            return try #require(Rational(top, bottom))
        }
        return try #require(PhysicalDimension(exponents: exponents))
    }

    @Test(arguments: 0..<100) func productsFormAGroup(_ seed: Int) throws {
        var stream = SplitMix(state: UInt64(seed))
        let (a, b) = (try Self.random(&stream), try Self.random(&stream))
        #expect(a.times(b) == b.times(a))
        #expect(a.times(b)?.divided(by: b) == a)
        #expect(a.divided(by: a) == .dimensionless)
        let half = try #require(Rational(1, 2))
        #expect(a.raised(to: half)?.raised(to: Rational(2)) == a)
        #expect(a.raised(to: Rational.zero) == .dimensionless)
        #expect(PhysicalDimension(exponents: a.exponents) == a)
        let sum = zip(a.exponents, b.exponents).map { $0.adding($1) }
        #expect(a.times(b)?.exponents == sum.compactMap { $0 })
    }

    @Test func equalDimensionsHaveOneForm() throws {
        let half = try #require(Rational(1, 2))
        let root = try #require(PhysicalDimension(.length).raised(to: half))
        #expect(root.times(root) == PhysicalDimension(.length))
        #expect(root.description == "m^(1/2)")
        #expect(PhysicalDimension.dimensionless.description == "1")
    }

    @Test func largeExponentsAreRefused() throws {
        let big = try #require(PhysicalDimension(.mass).raised(to: Rational(900_000_000)))
        #expect(big.times(big) == nil)
        #expect(big.raised(to: Rational(7)) == nil)
        #expect(PhysicalDimension(.mass).raised(to: try #require(Rational(1, 2_000_000_000))) == nil)
    }
}
