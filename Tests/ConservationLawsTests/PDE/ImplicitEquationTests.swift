import ConservationLaws
import Expressions
import Testing

/// Equations that are not solved for a time derivative.
@Suite struct ImplicitEquationTests {
    @Test(arguments: [
        ("u_t - u_xxt + 3*u*u_x - 2*u_x*u_xx - u*u_xxx = 0", ["u", "u^2 + u_x^2", "u^3 + u*u_x^2"]),
        ("u_t + u_x + u*u_x = u_xxt", ["u", "u^2 + u_x^2", "u^3 - 3*u_x^2"]),
        ("p_xt + 6*p_x*p_xx + p_xxxx + 3*p_yy", ["p_x", "p_x^2", "p_x*p_y"]),
    ])
    func multipliersOfTheLiterature(_ text: String, _ expected: [String]) throws {
        let result = try fieldLaws(of: text)
        #expect(Set(expected).isSubset(of: Set(densities(result))), "\(densities(result))")
        #expect(result.isComplete)
        try checkFluxes(result, try fieldSystem(text))
    }

    @Test func kleinGordonInLightConeForm() throws {
        let text = "u_xt = u"
        let result = try fieldLaws(of: text, degree: 1, order: 1)
        #expect(result.count == 2)
        try checkFluxes(result, try fieldSystem(text))
    }
}
