import ExactAlgebra
import Testing

@Suite struct PolynomialTests {
    static func random(_ ring: PolynomialRing, _ generator: inout SplitMixGenerator, terms: Int = 6) -> Polynomial {
        ring.polynomial(
            (0..<terms).map { _ in
                let top = Int.random(in: -9...9, using: &generator)
                let coefficient = BigRational(top, Int.random(in: 1...4, using: &generator)) ?? .zero
                let exponents = ring.names.map { _ in Int.random(in: 0...3, using: &generator) }
                return Polynomial.Term(coefficient: coefficient, exponents: exponents)
            })
    }

    @Test func printsReadably() {
        let ring = PolynomialRing(["x", "y"])
        let (x, y) = (ring.variable(0), ring.variable(1))
        #expect((x * x - y.scaled(by: 2) + ring.one).description == "x^2 - 2*y + 1")
        #expect((-x * y).description == "-x*y")
        #expect(ring.zero.description == "0")
        #expect(ring.zero.totalDegree == -1)
        #expect(PolynomialRing([]).constant(3).constantValue == 3)
    }

    @Test(arguments: 0..<40)
    func ringLawsAndDerivations(seed: Int) throws {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let ring = PolynomialRing(["x", "y", "z"])
        let (a, b) = (Self.random(ring, &generator), Self.random(ring, &generator))
        #expect((a + b) * (a - b) == a * a - b * b)
        #expect((a * b).derivative(by: 1) == a.derivative(by: 1) * b + a * b.derivative(by: 1))
        #expect(ring.polynomial(a.terms) == a)
        if !b.isZero {
            #expect((a * b).divided(exactlyBy: b) == a)
            if b.totalDegree > 0 { #expect((a * b + ring.one).divided(exactlyBy: b) == nil) }
        }
        #expect(a.divided(exactlyBy: ring.zero) == nil)
        let point = try (0..<3).map { _ in
            try #require(BigRational(Int.random(in: -20...20, using: &generator), 7))
        }
        #expect((a * b).evaluated(at: point) == a.evaluated(at: point) * b.evaluated(at: point))
        let field = PrimeField(index: 0)
        let image = try point.map { try #require($0.element(in: field)) }
        #expect(a.evaluated(at: image, in: field) == a.evaluated(at: point).element(in: field))
    }

    @Test(arguments: 0..<20)
    func substitutionIsAHomomorphism(seed: Int) throws {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let (source, target) = (PolynomialRing(["x", "y"]), PolynomialRing(["u", "v", "w"]))
        let (a, b) = (Self.random(source, &generator), Self.random(source, &generator))
        let images = [Self.random(target, &generator, terms: 2), Self.random(target, &generator, terms: 2)]
        let left = try #require((a * b).substituting(images, into: target))
        let right = try #require(a.substituting(images, into: target)) * #require(b.substituting(images, into: target))
        #expect(left == right)
    }

    @Test(arguments: 0..<20)
    func factorsMultiplyBack(seed: Int) throws {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let ring = PolynomialRing(["x", "y"])
        let (a, b) = (Self.random(ring, &generator, terms: 3), Self.random(ring, &generator, terms: 2))
        let product = a * b * b
        guard !product.isZero else { return }
        let factors = try #require(product.factored())
        var back = ring.constant(factors.constant)
        for factor in factors.factors {
            back = back * (try #require(factor.base.raised(to: factor.multiplicity)))
            #expect(factor.base.content == 1)
        }
        #expect(back == product)
    }

    @Test func factorsOfAKnownPolynomial() throws {
        let ring = PolynomialRing(["x", "y"])
        let (x, y) = (ring.variable(0), ring.variable(1))
        let factors = try #require(((x * x - y * y) * x).scaled(by: 6).factored())
        #expect(factors.constant == 6)
        #expect(factors.factors.map { $0.base.description } == ["x", "x + y", "x - y"])
        #expect(ring.zero.factored() == nil)
    }

    @Test func contentAndGreatestCommonDivisor() {
        let ring = PolynomialRing(["x", "y"])
        let (x, y) = (ring.variable(0), ring.variable(1))
        #expect((x.scaled(by: -6) + y.scaled(by: 4)).content == 2)
        #expect(((x + y) * x).greatestCommonDivisor(with: (x + y) * y) == x + y)
        #expect((x + y).greatestCommonDivisor(with: x).isOne)
    }
}
