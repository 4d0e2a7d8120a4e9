import ExactAlgebra
import Expressions
import Testing

@testable import ConservationLaws

/// Identities of the calculus of differential polynomials.
@Suite struct JetAlgebraTests {
    private static let space = JetSpace(
        directions: ["t", "x", "y"], fields: [.init(name: "u", timeOrder: 0), .init(name: "v", timeOrder: 0)],
        symbols: ["a"])

    /// The space with sin(u), cos(u), exp(v) and 1/(1 + u_x^2).
    private static func spaceWithAtoms() throws -> JetSpace {
        var reader = JetReader(space: space, values: [:])
        for text in ["sin(u)", "exp(v)", "1/(1 + u_x^2)"] { _ = try reader.read(.parse(text)) }
        return reader.space
    }

    private static func random(
        _ space: JetSpace, _ generator: inout SplitMixGenerator, hasAtoms: Bool
    ) -> ExactPolynomial {
        var result = ExactPolynomial()
        for _ in 0..<4 {
            var monomial = JetMonomial.one
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let orders = [0, Int.random(in: 0...2, using: &generator), Int.random(in: 0...1, using: &generator)]
                monomial = monomial.multiplied(by: .jet(Int.random(in: 0...1, using: &generator), orders))
            }
            if Bool.random(using: &generator) { monomial = monomial.multiplied(by: .independent(1)) }
            if Bool.random(using: &generator) { monomial = monomial.multiplied(by: .symbol(0)) }
            if hasAtoms {
                monomial = monomial.multiplied(
                    by: .atom(Int.random(in: 0..<space.atoms.count, using: &generator)))
            } else if Bool.random(using: &generator) {
                monomial = monomial.multiplied(by: .jet(0), exponent: -JetMonomial.unit)
            }
            result.add(monomial, BigRational(Int.random(in: -9...9, using: &generator)), in: RationalNumbers())
        }
        return result
    }

    @Test(arguments: 0..<24) func eulerOperatorsAnnihilateDivergences(_ seed: Int) throws {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let hasAtoms = seed % 2 == 0
        let space = hasAtoms ? try Self.spaceWithAtoms() : Self.space
        let algebra = space.exactAlgebra
        let (first, second) = (
            algebra.normalised(Self.random(space, &generator, hasAtoms: hasAtoms)),
            algebra.normalised(Self.random(space, &generator, hasAtoms: hasAtoms))
        )
        let divergence = algebra.sum(algebra.totalDerivative(of: first, 1), algebra.totalDerivative(of: second, 2))
        #expect(algebra.euler(divergence, directions: 1..<3).isEmpty)
    }

    @Test(arguments: 0..<12) func derivativesOfProducts(_ seed: Int) throws {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let space = try Self.spaceWithAtoms()
        let algebra = space.exactAlgebra
        let (p, q) = (
            algebra.normalised(Self.random(space, &generator, hasAtoms: true)),
            algebra.normalised(Self.random(space, &generator, hasAtoms: true))
        )
        for direction in 1...2 {
            let left = algebra.totalDerivative(of: algebra.product(p, q), direction)
            let right = algebra.sum(
                algebra.product(algebra.totalDerivative(of: p, direction), q),
                algebra.product(p, algebra.totalDerivative(of: q, direction)))
            #expect(left == right)
        }
    }

    @Test(arguments: 0..<20) func fluxesOfDivergencesAreFound(_ seed: Int) throws {
        var generator = SplitMixGenerator(seed: UInt64(100 + seed))
        let algebra = Self.space.exactAlgebra
        var parts = [Self.random(Self.space, &generator, hasAtoms: false), ExactPolynomial()]
        // Natural powers only: the homotopy needs a degree.
        parts[0] = parts[0].filtered { $0.factors.allSatisfy { $0.exponent > 0 } }
        parts[1] = parts[0].scaled(by: 3, in: RationalNumbers())
        let divergence = algebra.sum(
            algebra.totalDerivative(of: parts[0], 1), algebra.totalDerivative(of: parts[1], 2))
        let found = try #require(FluxBuilder(algebra: algebra).fluxes(ofDivergence: divergence, directions: 1..<3))
        let again = algebra.sum(
            algebra.totalDerivative(of: found[0], 1), algebra.totalDerivative(of: found[1], 2))
        #expect(again == divergence)
    }

    @Test(arguments: ["u*sin(u)*cos(u)^3", "u^2*exp(3*u)", "sinh(u)^3*v", "cos(2*u)^4 + u_x*v", "u*cosh(u)*sinh(u)"])
    func totalDerivativesAreInverted(_ text: String) throws {
        var reader = JetReader(space: Self.space, values: [:])
        let value = try reader.read(.parse(text))
        let algebra = reader.space.exactAlgebra
        let derivative = algebra.totalDerivative(of: algebra.normalised(value), 1)
        let found = try #require(FluxBuilder(algebra: algebra).antiderivative(of: derivative, 1))
        #expect(algebra.totalDerivative(of: found, 1) == derivative)
    }

    @Test func namesOfDerivatives() {
        let space = JetSpace(
            directions: ["t", "x"], fields: [.init(name: "u", timeOrder: 0), .init(name: "u", timeOrder: 1)],
            symbols: [])
        #expect(space.variable(named: "u_xt") == .jet(1, [0, 1]))
        #expect(space.variable(named: "u_ttx") == .jet(1, [1, 1]))
        #expect(space.name(of: .jet(1, [0, 2])) == "u_xxt")
        #expect(space.variable(named: "u_y") == nil)
        #expect(space.variable(named: "w") == nil)
    }
}
