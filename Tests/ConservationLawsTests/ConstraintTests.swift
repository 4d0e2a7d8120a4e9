import Diagnostics
import ExactAlgebra
import Testing

@testable import ConservationLaws

@Suite struct ConstraintTests {
    static let kepler = """
        param k
        x'' = -k*x*u^3
        y'' = -k*y*u^3
        u' = -(x*x' + y*y')*u^3
        constraint u^2*(x^2 + y^2) = 1
        """

    @Test func keplerHasEnergyMomentumAndTheVectorOfItsEllipse() throws {
        let result = try laws(of: Self.kepler)
        #expect(
            result.laws.map { "\($0.expression)" } == [
                "x*y' - x'*y", "x'^2 + y'^2 - 2*k*u", "k*x*u - x*y'^2 + x'*y*y'",
            ])
        #expect(result.laws[0].certificate.identity.hasSuffix("= 0"))
        #expect(result.laws[2].certificate.identity.contains("0 on the constraints"))
        #expect(result.searched.description.contains("modulo the constraints"))
        #expect(result.isComplete)
    }

    @Test func whatIsConstantByTheConstraintIsNoLaw() throws {
        let text = """
            x' = u
            y' = v
            z' = w
            let s = z - (u^2 + v^2 + w^2)
            u' = s*x
            v' = s*y
            w' = -1 + s*z
            constraint x^2 + y^2 + z^2 = 1
            constraint x*u + y*v + z*w = 0
            """
        let result = try laws(of: text, degree: 4)
        #expect(result.laws.map { "\($0.expression)" } == ["x*v - y*u", "u^2 + v^2 + w^2 + 2*z"])
        #expect(result.searched.dimensions == [0, 2, 2, 5])
        // The certificates are identities everywhere, not only on the constraints: check them by numbers.
        let system = try SystemParser.parse(text: text, source: "test")
        var point: [String: BigRational] = [:]
        for (index, name) in system.variables.enumerated() { point[name] = BigRational(2 * index - 3) }
        let momentum = result.laws[0]
        var rate = BigRational.zero
        for (part, side) in zip(momentum.certificate.gradient, system.rightHandSides) {
            rate = rate + (try #require(value(part.derivative, at: point))) * (try #require(value(side, at: point)))
        }
        #expect(rate.isZero)
    }

    @Test func constraintThatTheMotionLeavesIsRefused() throws {
        let error = #expect(throws: DiscoverError.self) {
            try laws(of: "x' = y\ny' = -x\nconstraint x^2 = 1")
        }
        #expect(error?.diagnostics.first?.code == "system.constraint-not-invariant")
        #expect(error?.diagnostics.first?.location?.row == 3)
        #expect(error?.exitCode == .input)
    }

    /// Both constraints hold all three variables; w stays only where they hold.
    @Test func constraintsThatShareTheirVariablesAreSolved() throws {
        let text = """
            x' = y*z
            y' = -2*x*z
            z' = x*y
            w' = x*(x^2 + y^2 + z^2 - 3) + y*z*(3*x^2 + 2*y^2 + z^2 - 5)
            constraint x^2 + y^2 + z^2 = 3
            constraint 3*x^2 + 2*y^2 + z^2 = 5
            """
        let result = try laws(of: text, degree: 2)
        #expect(result.laws.map { "\($0.expression)" } == ["w"])
        #expect(result.statements.contains { $0.contains("replaced by combinations") })
        let law = try #require(result.laws.first)
        #expect(try LawVerification(try SystemParser.parse(text: text, source: "test")).verdict(on: law) == .proved)
    }

    @Test func constraintsWithACommonFactorHoldWhereItVanishes() throws {
        let text = "x' = 0\ny' = 0\nz' = x\nw' = y + x*z\nconstraint x*(x+y) = 0\nconstraint x*(x-y) = 0"
        let result = try laws(of: text, degree: 2)
        #expect(result.laws.map { "\($0.expression)" } == ["y", "z"])
        #expect(result.statements.contains { $0.contains("hold on several sets; these are the laws where x = 0") })
        #expect(result.warnings.isEmpty)
        let system = try SystemParser.parse(text: text, source: "test")
        for law in result.laws { #expect(try LawVerification(system).verdict(on: law) == .proved) }
    }

    @Test(arguments: ["2*x + 2*y = 2", "(x + y - 1)*(x^2 + 1) = 0", "(x + y)^2 = 2*x + 2*y - 1"])
    func aConstraintThatFollowsFromAnotherIsDropped(second: String) throws {
        let result = try laws(of: "x' = y\ny' = -y\nz' = x - z\nconstraint x + y = 1\nconstraint \(second)", degree: 2)
        #expect(result.warnings.isEmpty)
        #expect(!result.statements.contains { $0.contains("several sets") })
    }

    @Test(arguments: [
        ("x^2 + y^2 = 1", "x^2 + y^2 = 2"), ("x = 1", "x = 2"), ("x + y = 1", "x + y = 3"), ("x*y = 1", "x*y = 0"),
        ("param a = 2, b = 3\nconstraint x = a", "x = b"), ("param a, b\nconstraint x*y = a", "2*x*y = b"),
    ])
    func contradictionsAreRefused(first: String, second: String) throws {
        let head = first.contains("constraint") ? first : "constraint " + first
        let error = #expect(throws: DiscoverError.self) {
            try laws(of: "x' = 0\ny' = 0\nz' = x\n\(head)\nconstraint \(second)", degree: 2)
        }
        #expect(error?.diagnostics.first?.code == "system.contradictory-constraints")
        #expect(error?.exitCode == .input)
    }

    @Test func multipliersThatConstraintsDoNotDetermineAreRefused() throws {
        let text = "x' = s\ny' = -y\nconstraint y = 0"
        try expectProblem("system.unknown-name", row: 1, column: 6) { _ = try laws(of: text) }
    }

    /// Random linear substitutions of a triangular set are brought back into an order of solution.
    @Test(arguments: 0..<12)
    func mixedConstraintsBecomeTriangular(seed: Int) throws {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let ring = PolynomialRing(["x", "y", "z", "w"])
        let (x, y, z) = (ring.variable(0), ring.variable(1), ring.variable(2))
        let first = x * x + y * y + z * z - ring.constant(BigRational(Int.random(in: 1...9, using: &generator)))
        let factor = BigRational(Int.random(in: 1...5, using: &generator))
        let second = x * y + (z * z).scaled(by: factor) + x * z - ring.one
        let solved = try #require(TriangularConstraints.solvable([first, second], beside: [], variableCount: 4))
        let used = solved.map { polynomial in (0..<4).filter { polynomial.degree(in: $0) > 0 } }
        #expect(SolutionOrder(variablesOfConstraints: used) != nil)
        // Whatever solves the two solves the others: reduction of each by the new set leaves nothing.
        let reduction = try #require(
            ConstraintReduction(ring: ring, constraints: solved, variableCount: 4, hidden: []))
        #expect(reduction.proof(of: first) != nil)
        #expect(reduction.proof(of: second) != nil)
    }

    @Test func constraintThatAlwaysHoldsChangesNothing() throws {
        let result = try laws(of: "x' = y\ny' = -x\nconstraint x = x")
        #expect(result.laws.map { "\($0.expression)" } == ["x^2 + y^2"])
    }

    @Test func constraintWithoutEqualsSignVanishes() throws {
        let with = try laws(of: "x' = y\ny' = -x\nz' = 0\nconstraint z - 1")
        #expect(with.laws.map { "\($0.expression)" } == ["x^2 + y^2"])
    }
}
