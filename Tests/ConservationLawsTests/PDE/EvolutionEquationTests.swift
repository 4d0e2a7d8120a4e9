import ConservationLaws
import Diagnostics
import ExactAlgebra
import Expressions
import Testing

/// Evolution equations whose conserved densities the literature lists.
@Suite struct EvolutionEquationTests {
    /// An equation with the number of densities in a class.
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var count: Int
        var weight: Int?
        var testDescription: String { text }
    }

    private static let known = [
        Case(text: "u_t = -6*u*u_x - u_xxx", count: 6, weight: 12),
        Case(text: "u_t = -6*u^2*u_x - u_xxx", count: 5, weight: 8),
        Case(text: "u_t = -u^3*u_x - u_xxx", count: 3, weight: nil),
        // Sawada-Kotera and Kaup-Kupershmidt: nothing at weights 4 and 10.
        Case(text: "u_t = -5*u^2*u_x - 5*u_x*u_xx - 5*u*u_xxx - u_xxxxx", count: 4, weight: 12),
        Case(text: "u_t = -5*u^2*u_x - 25*u_x*u_xx/2 - 5*u*u_xxx - u_xxxxx", count: 4, weight: 12),
        Case(text: "u_t = u*u_x + u_xx", count: 1, weight: 8),
        Case(text: "u_t = -u_xx - u_xxxx + 3*u^2*u_xx + 6*u*u_x^2", count: 1, weight: nil),
        Case(text: "param k = 2\nu_t = k*u_xx", count: 1, weight: nil),
        Case(text: "u_t = v\nv_t = 4*u_xx", count: 5, weight: nil),
        Case(text: "h_t = -h_x*u - h*u_x\nu_t = -u*u_x - h_x", count: 6, weight: nil),
        Case(text: "u_t = -u*u_x - h_x\nh_t = -h_x*u - h*u_x - u_xxx/4", count: 6, weight: nil),
        Case(text: "u_t = -v_xx - 2*(u^2 + v^2)*v\nv_t = u_xx + 2*(u^2 + v^2)*u", count: 4, weight: 5),
        Case(text: "u_t + u*u_x + u_xxx + u_xyy = 0", count: 3, weight: 8),
        Case(text: "u_t = u*u_x + u*u_y", count: 4, weight: 4),
    ]

    @Test(arguments: known) func densitiesOfTheLiterature(_ example: Case) throws {
        let result = try fieldLaws(of: example.text, weight: example.weight)
        #expect(result.count == example.count, "\(densities(result))")
        #expect(result.isComplete)
        let system = try fieldSystem(example.text)
        var rates: [String: Expression] = [:]
        for (field, equation) in zip(system.fields, system.equations) {
            // The field's time derivative alone on the left, or everything there.
            let rate =
                equation.left == .variable("\(field)_t")
                ? equation.right
                : equation.right - (equation.left - .variable("\(field)_t"))
            rates[field] = rate.substituting { name in
                system.parameters.first { $0.name == name }?.value
            }
        }
        try checkFluxes(result, system, rates: rates)
    }

    @Test func densitiesOfKdVAreTheKnownOnes() throws {
        let result = try fieldLaws(of: "u_t = -6*u*u_x - u_xxx", weight: 8)
        #expect(densities(result) == ["u", "u^2", "2*u^3 - u_x^2", "5*u^4 - 10*u*u_x^2 + u_xx^2"])
    }

    @Test func parametersStaySymbols() throws {
        let result = try fieldLaws(of: "param a, b\nu_t = a*u*u_x + b*u_xxx", weight: 6)
        #expect(densities(result) == ["u", "u^2", "a*u^3 - 3*b*u_x^2"])
        #expect(result.statements.contains { $0.contains("all values of a, b") })
    }

    @Test func explicitTimeAndSpace() throws {
        let galilean = try fieldLaws(of: "u_t = -6*u*u_x - u_xxx", weight: 4, explicit: 1)
        #expect(galilean.count == 3)
        #expect(
            densities(galilean).contains { $0 == "x*u - 3*t*u^2" || $0 == "3*t*u^2 - x*u" }, "\(densities(galilean))")
        let heat = try fieldLaws(of: "u_t = u_xx", explicit: 2)
        #expect(heat.count == 3)
        let chemical = try fieldLaws(
            of: "u_t = -u_xx - u_xxxx + 3*u^2*u_xx + 6*u*u_x^2", degree: 3, explicit: 1)
        #expect(densities(chemical) == ["u", "x*u"])
    }

    @Test func functionsOfFields() throws {
        let text = "u_t = v\nv_t = u_xx - sin(u)"
        let result = try fieldLaws(of: text, degree: 2, order: 1)
        #expect(densities(result) == ["v*u_x", "v^2 - 2*cos(u) + u_x^2"])
        #expect(result.laws.allSatisfy { $0.fluxes.count == 1 })
        let second = try fieldLaws(of: "u_tt = u_xx - sin(u)", degree: 2, order: 1)
        #expect(densities(second) == ["u_t*u_x", "u_t^2 - 2*cos(u) + u_x^2"])
        let liouville = try fieldLaws(of: "u_tt = u_xx - exp(u)", degree: 2, order: 1)
        #expect(liouville.count == 2)
        let gordon = try fieldLaws(of: "u_tt = u_xx - sinh(u)", degree: 2, order: 1)
        #expect(gordon.count == 2)
    }

    @Test func negativeAndFractionalPowers() throws {
        let dym = try fieldLaws(of: "u_t = u^3*u_xxx")
        #expect(Set(["1/u", "1/u^2", "u_x^2/u"]).isSubset(of: densities(dym)), "\(densities(dym))")
        let ito = try fieldLaws(
            of: "u_t = u_xxx + 6*u*u_x + 2*v*v_x\nv_t = 2*u_x*v + 2*u*v_x", weight: 6)
        #expect(densities(ito).contains("4*u/v - v_x^2/v^3"), "\(densities(ito))")
        let roots = try fieldLaws(of: "u_t = (1/sqrt(u))_xxx".replacingOccurrences("(1/sqrt(u))_xxx", third))
        #expect(densities(roots).contains("u"))
    }

    /// The third derivative of u^(-1/2), written out.
    private var third: String { "-u_xxx/(2*u^(3/2)) + 9*u_x*u_xx/(4*u^(5/2)) - 15*u_x^3/(8*u^(7/2))" }

    @Test func budgetEndsTheSearch() throws {
        let result = try fieldLaws(of: "u_t = -6*u*u_x - u_xxx", evaluations: 3)
        #expect(!result.isComplete)
        #expect(result.stopped == .evaluations)
    }

    @Test func sameAnswerTwice() throws {
        let text = "u_t = -v_xx - 2*(u^2 + v^2)*v\nv_t = u_xx + 2*(u^2 + v^2)*u"
        #expect(densities(try fieldLaws(of: text)) == densities(try fieldLaws(of: text)))
    }
}

extension String {
    fileprivate func replacingOccurrences(_ part: String, _ other: String) -> String {
        guard let range = firstRange(of: part) else { return self }
        return String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
