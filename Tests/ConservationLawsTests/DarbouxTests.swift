import ConservationLaws
import Diagnostics
import Testing

@Suite struct DarbouxTests {
    @Test func threeCompetitorsHaveARationalLaw() throws {
        let text = "x' = x*(1-x-y/2-3/2*z)\ny' = y*(1-3/2*x-y-z/2)\nz' = z*(1-x/2-3/2*y-z)"
        let result = try laws(of: text)
        #expect(result.laws.map { "\($0.expression)" } == ["x*y*z/(x + y + z)^3"])
        try checkInDoublePrecision(result, text, seed: 1)
    }

    @Test func dampedOscillatorHasALawWithTheTime() throws {
        let result = try laws(of: "x' = p\np' = -x - p/2")
        #expect(result.count == 0)
        #expect(result.timeDependentLaws.map { "\($0.expression)" } == ["exp(t)*(2*x^2 + x*p + 2*p^2)^2"])
    }

    @Test(arguments: [
        ("x' = v\nv' = 0", "v*t - x"), ("param a\nx' = -a*x", "exp(a*t)*x"), ("x' = 1", "x - t"),
    ])
    func lawsWithTheTimeAreFound(text: String, known: String) throws {
        let result = try laws(of: text)
        #expect(result.timeDependentLaws.map { "\($0.expression)" } == [known])
    }

    @Test func conditionsAreFoundAndTheirLawsProved() throws {
        let text = """
            param a, b
            x' = x*(1-x-a*y-b*z)
            y' = y*(1-b*x-y-a*z)
            z' = z*(1-a*x-b*y-z)
            """
        let result = try laws(of: text, degree: 3)
        #expect(result.count == 0)
        let special = result.conditionalLaws.first { $0.conditions == ["b = 2 - a"] }
        #expect(special.map { "\($0.expression)" } == "x*y*z/(x + y + z)^3")
        // Each law holds where its condition does.
        for law in result.conditionalLaws {
            let condition = try #require(law.conditions.first)
            #expect(condition.hasPrefix("b = "))
            let value = condition.dropFirst(4)
            let special = text.replacing("param a, b", with: "param a").replacing("b*", with: "(\(value))*")
            let system = try SystemParser.parse(text: special, source: "test")
            #expect(try LawVerification(system).verdict(on: law.expression) == .proved)
        }
    }

    @Test func conditionMayBeAQuotient() throws {
        let text = "param A, B, C\nx' = x*(C*y+z)\ny' = y*(x+A*z)\nz' = z*(B*x+y)"
        let result = try laws(of: text, degree: 2)
        let special = result.conditionalLaws.filter { $0.conditions == ["C = -1/(A*B)"] }
        #expect(special.map { "\($0.expression)" } == ["A*B*x + y - A*z", "A*B*log(x) - B*log(y) + log(z)"])
    }

    @Test func lorenzHasLawsWithTheTimeOnConditions() throws {
        let text = "param s, r, b\nx' = s*(y-x)\ny' = x*(r-z)-y\nz' = x*y-b*z"
        let result = try laws(of: text, degree: 3)
        let special = result.conditionalLaws.first { $0.conditions == ["b = 2*s"] }
        #expect(special.map { "\($0.expression)" } == "exp(2*s*t)*(x^2 - 2*z*s)")
    }

    @Test func generalSystemsHaveNoConditions() throws {
        let result = try laws(of: "param k\nx'' = -k*x\ny'' = -k*y", degree: 2)
        #expect(result.conditionalLaws.isEmpty)
        #expect(result.count == 3)
    }
}
