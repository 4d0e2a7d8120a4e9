import ConservationLaws
import Diagnostics
import ExactAlgebra
import Testing

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

    @Test func constraintsThatCannotBeSolvedAreRefused() throws {
        let error = #expect(throws: DiscoverError.self) {
            try laws(of: "x' = 0\ny' = 0\nconstraint x*y = 1\nconstraint x^2 + y^2 = 3")
        }
        #expect(error?.diagnostics.first?.code == "system.constraints")
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
