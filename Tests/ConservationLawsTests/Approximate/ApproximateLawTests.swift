import Diagnostics
import ExactAlgebra
import Expressions
import Testing

@testable import ConservationLaws

@Suite struct ApproximateLawTests {
    static func approximate(
        _ text: String, scale: Double = 1, degree: Int? = nil, evaluations: Int = .max
    ) throws -> (exact: ConservationResult, laws: [ConservedLaw], statements: [String]) {
        var options = ConservationOptions()
        options.scale = scale
        options.maximumDegree = degree
        let system = try SystemParser.parse(text: text, source: "test")
        let control = RunControl(maximumEvaluations: evaluations)
        let exact = try conservedQuantities(of: system, options: options, control: RunControl(maximumEvaluations: .max))
        let found = try approximateLaws(of: system, besides: exact.laws, options: options, control: control)
        return (exact, found.laws, found.statements)
    }

    @Test func weakDampingLetsTheEnergyDrift() throws {
        let found = try Self.approximate("x' = v\nv' = -x - v/100")
        #expect(found.exact.laws.isEmpty)
        #expect(found.laws.map { "\($0.expression)" } == ["x^2 + v^2"])
        let law = try #require(found.laws.first)
        #expect(law.certificate.kind == .numeric)
        let drift = try #require(law.drift)
        // Over 20 units of time the energy falls by a factor of exp(-0.2).
        #expect(drift.time == 20 && drift.order == 0)
        #expect(drift.typical > 0.05 && drift.typical < 0.4)
    }

    @Test func aPendulumWithFrictionKeepsItsEnergyAlmost() throws {
        let found = try Self.approximate("q' = p\np' = -sin(q) - p/200")
        #expect(found.laws.map { "\($0.expression)" } == ["p^2 - 2*cos(q)"])
    }

    /// The third integral of Henon and Heiles exists as a series; for small motions it drifts less than the energies of the modes.
    @Test func henonHeilesHasAThirdIntegralForSmallMotions() throws {
        let text = "x' = p\ny' = q\np' = -x - 2*x*y\nq' = -y - x^2 + y^2"
        let found = try Self.approximate(text, scale: 0.1)
        #expect(found.exact.count == 1)
        let best = try #require(found.laws.first)
        #expect(try #require(best.drift).order >= 1)
        #expect(try #require(best.drift).typical < 0.02)
        for (left, right) in zip(found.laws, found.laws.dropFirst()) {
            #expect(try #require(left.drift).typical <= #require(right.drift).typical)
        }
        // Larger motions drift more.
        let larger = try Self.approximate(text, scale: 0.2)
        if let other = larger.laws.first?.drift { #expect(try #require(best.drift).typical < other.typical) }
    }

    /// A series of order K changes along the motion by terms of order K + 1 only.
    @Test(arguments: [1, 2, 3])
    func seriesLoseOrderByOrder(order: Int) throws {
        let text = "x' = p\ny' = q\np' = -x - x*y/50\nq' = -2*y - x^2/100"
        let system = try PolynomialSystem(try SystemParser.parse(text: text, source: "test"))
        let split = try #require(SmallTerms(system, scale: 1))
        let formal = FormalSeries(system: system, split: split, control: RunControl(maximumEvaluations: .max))
        let found = try #require(formal.series(order: order, degree: 2))
        #expect(!found.isEmpty)
        for parts in found {
            let rate = system.lieDerivative(of: formal.sum(parts))
            // What is left is factor^(K + 1) times whole multiples of the rate of the last part.
            let rest = rate.scaled(by: .one / split.factor.raised(to: order + 1))
            #expect(rest.isZero || rest.content.denominator.bitWidth <= 24)
        }
    }

    @Test func termsArePartedBySize() throws {
        let system = try PolynomialSystem(
            try SystemParser.parse(text: "x' = y + x^2\ny' = -1.02*x + 0.01*x*y", source: "test"))
        let small = try #require(SmallTerms(system, scale: 0.05))
        #expect(small.leading.map(\.description) == ["y", "-x"])
        #expect(small.factor == BigRational(1) / 100)
        #expect(small.small.map(\.termCount) == [1, 2])
        let large = try #require(SmallTerms(system, scale: 1))
        #expect(large.leading.map(\.termCount) == [2, 1])
        let none = try PolynomialSystem(try SystemParser.parse(text: "x' = y\ny' = -x", source: "test"))
        #expect(SmallTerms(none, scale: 1) == nil)
    }

    @Test func nothingSmallIsSaid() throws {
        let found = try Self.approximate("x' = y\ny' = -x - y^3")
        #expect(found.laws.isEmpty)
        #expect(found.statements.contains { $0.contains("No term is below") })
    }

    @Test func chaosHasNone() throws {
        let found = try Self.approximate("x' = 10*(y-x)\ny' = x*(28-z)-y\nz' = x*y-8/3*z", scale: 20)
        #expect(found.laws.isEmpty)
    }

    @Test func exactLawsAreNotRepeated() throws {
        let found = try Self.approximate("x' = v\nv' = -x - x^3/100")
        #expect(found.exact.count == 1)
        #expect(found.laws.isEmpty)
    }

    @Test(arguments: [
        ("param k\nx' = y\ny' = -k*x", "has no value"), ("param k, w\nx' = y\ny' = -k*x - w*y", "k, w have no value"),
        ("x' = u\ny' = v\nu' = s*x\nv' = s*y\nconstraint x^2+y^2 = 1\nconstraint x*u+y*v = 0", "left open"),
    ])
    func badInputIsExplained(text: String, message: String) throws {
        let error = try #require(throws: DiscoverError.self) { _ = try Self.approximate(text, degree: 2) }
        #expect(error.diagnostics.first?.code == "conserve.approximate")
        #expect(error.diagnostics.first?.message.contains(message) == true)
    }

    /// A rotation on a sphere with weak friction in a further variable: motions start on the sphere, which itself is no finding.
    @Test func constraintsChooseWhereMotionsStart() throws {
        let text = """
            x' = y
            y' = -x
            z' = 0
            u' = v
            v' = -u - v/200
            constraint x^2 + y^2 + z^2 = 1
            """
        let found = try Self.approximate(text)
        #expect(found.exact.count == 1, "\(found.exact)")
        #expect(found.laws.contains { "\($0.expression)".contains("u^2") }, "\(found.laws.map { "\($0.expression)" })")
        // On the sphere only one of x^2 + y^2 and z is left, and the other is known exactly.
        #expect(
            found.laws.allSatisfy { !$0.expression.variables.contains("z") || $0.expression.variables.contains("u") })
    }

    @Test func statesAreMovedToTheConstraints() throws {
        func formula(_ text: String) throws -> RealFormula {
            let tree = try ExpressionParser(variables: ["x", "y"]).parse(text)
            return try #require(RealFormula(tree, names: ["x", "y"], values: [:]))
        }
        let circle = StateConstraints.Constraint(
            value: try formula("x^2 + y^2 - 4"), slopes: [try formula("2*x"), try formula("2*y")])
        let point = try #require(StateConstraints(constraints: [circle]).projected([3, 4], scale: 1))
        #expect(abs(point[0] - 1.2) < 1e-9 && abs(point[1] - 1.6) < 1e-9)
        #expect(StateConstraints(constraints: []).projected([3, 4], scale: 1) == [3, 4])
        let never = StateConstraints.Constraint(
            value: try formula("x^2 + y^2 + 1"), slopes: [try formula("2*x"), try formula("2*y")])
        #expect(StateConstraints(constraints: [never]).projected([3, 4], scale: 1) == nil)
    }

    @Test func sameSeedSameNumbers() throws {
        let text = "x' = v\nv' = -x - v/100"
        let (first, second) = (try Self.approximate(text), try Self.approximate(text))
        #expect(first.laws.first?.drift?.typical == second.laws.first?.drift?.typical)
    }

    @Test(arguments: 0..<40)
    func formulasGiveTheValuesOfTheirTrees(seed: Int) throws {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let texts = [
            "x^2*y - 3*x/y", "sin(x)*exp(-y) + pi", "sqrt(x) - log(y)^3", "x^(1/3) + k*y^(-2)", "min(x, y) + abs(x-y)",
        ]
        let tree = try ExpressionParser(variables: ["x", "y", "k"]).parse(texts[seed % texts.count])
        let formula = try #require(RealFormula(tree, names: ["x", "y"], values: ["k": 2.5]))
        let (x, y) = (Double.random(in: 0.1...3, using: &generator), Double.random(in: 0.1...3, using: &generator))
        let expected = tree.numericValue(["x": x, "y": y, "k": 2.5])
        #expect(abs(formula.value(at: [x, y]) - expected) <= 1e-12 * max(1, abs(expected)))
        #expect(RealFormula(tree + .variable("w"), names: ["x", "y"], values: [:]) == nil)
    }
}
