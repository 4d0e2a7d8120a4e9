import ConservationLaws
import Testing

@Suite struct FieldConditionTests {
    /// The family of fifth order with Lax, Sawada and Kotera, Kaup and Kupershmidt: their ratios come out.
    @Test func fifthOrderFamily() throws {
        let result = try fieldLaws(of: "param a, b, c\nu_t = a*u^2*u_x + b*u_x*u_xx + c*u*u_xxx + u_xxxxx")
        #expect(densities(result) == ["u"])
        func special(_ conditions: [String]) -> [String] {
            result.conditionalLaws.filter { $0.conditions == conditions }.map { "\($0.expression)" }
        }
        #expect(special(["c = b/2"]).contains("u^2"))
        // Lax: a = 30, b = 20, c = 10.
        #expect(special(["c = b/2", "a = 3*b^2/40"]) == ["b*u^3 - 10*u_x^2"])
        let squares = ["a = 7*b*c/10 - b^2/5 - 3*c^2/10"]
        #expect(special(squares).count == 1)
        // Sawada and Kotera: 5, 5, 5. Kaup and Kupershmidt: 20, 25, 10.
        #expect(special(squares + ["c = b"]).count == 1)
        #expect(special(squares + ["c = 2*b/5"]).count == 1)
    }

    @Test func everyConditionalLawIsProvedAgain() throws {
        let text = "param a, b\nu_t = a*u*u_x + u_xxx + b*u_xx"
        let result = try fieldLaws(of: text)
        for law in result.conditionalLaws {
            let condition = try #require(law.conditions.first)
            let sides = condition.split(separator: "=").map { $0.filter { $0 != " " } }
            let special = text.replacing(sides[0] + "*", with: "(" + sides[1] + ")*")
            #expect(try FieldVerification(try fieldSystem(special)).verdict(on: law) == .proved)
        }
    }

    @Test func parametersWithValuesKeepTheirNames() throws {
        let result = try fieldLaws(of: "param c = 6\nu_t = -c*u*u_x - u_xxx", weight: 6)
        #expect(densities(result) == ["u", "u^2", "c*u^3 - 3*u_x^2"])
    }

    @Test func specialValuesAreNoticed() throws {
        let result = try fieldLaws(of: "param c = 10\nu_t = 30*u^2*u_x + 20*u_x*u_xx + c*u*u_xxx + u_xxxxx", weight: 6)
        #expect(result.count == 3)
        #expect(result.statements.contains { $0.contains("the values given are special") })
    }
}
