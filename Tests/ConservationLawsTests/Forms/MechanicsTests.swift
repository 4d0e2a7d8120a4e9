import ConservationLaws
import Diagnostics
import Expressions
import Testing

/// Systems given by a Hamiltonian or a Lagrangian.
@Suite struct MechanicsTests {
    private func system(_ text: String) throws -> DynamicalSystem { try SystemParser.parse(text: text, source: "test") }

    @Test(arguments: [
        ("H = p^2/2 + q^2/2", ["q", "p"]),
        ("H = (px^2 + py^2)/2 + x*y", ["x", "y", "px", "py"]),
        ("H = (p1^2 + p2^2)/2 + q1*q2^2", ["q1", "q2", "p1", "p2"]),
        ("pairs (a, b), (c, d)\nH = b^2 + d^2 + a*c", ["a", "c", "b", "d"]),
        ("pair x, y\nH = y^2/2 + x^4", ["x", "y"]),
        ("param p\npair x, v\nH = p*v^2/2 + x^2", ["x", "v"]),
    ])
    func canonicalEquations(_ text: String, _ variables: [String]) throws {
        #expect(try system(text).variables == variables)
    }

    @Test func signsOfTheCanonicalEquations() throws {
        let system = try system("param k\nH = p^2/2 + k*q^4")
        #expect(system.rightHandSides.map { "\($0)" } == ["p", "-4*k*q^3"])
    }

    @Test(arguments: [
        "H = p^2/2 + q^4 - q", "H = (px^2 + py^2)/2 + (x^2 + y^2)/2 + x^2*y - y^3/3",
        "L = x'^2/2 - x^4", "param m, k\nL = m*(x'^2 + y'^2)/2 - k*(x^2 + y^2)^2", "L = x'^2 + x'*y' + y'^2 - x^2*y",
    ])
    func theEnergyIsConserved(_ text: String) throws {
        let result = try laws(of: text, degree: 4)
        #expect(result.count >= 1)
        try checkAtRandomPoints(result, text, seed: 3)
    }

    @Test func coupledAccelerations() throws {
        let system = try system("L = x'^2 + x'*y' + y'^2 - x^2*y")
        #expect(system.variables == ["x", "x'", "y", "y'"])
        // 2a + b = -2xy and a + 2b = -x^2.
        let point = ["x": 2.0, "y": 3.0, "x'": 0.5, "y'": 0.25]
        let (a, b) = (system.rightHandSides[1].numericValue(point), system.rightHandSides[3].numericValue(point))
        #expect(abs(2 * a + b + 12) < 1e-12)
        #expect(abs(a + 2 * b + 4) < 1e-12)
    }

    @Test(arguments: [
        ("H = p^2/2 + w*q", "system.unknown-name", 1, 13), ("H = p^2\nx' = 1", "system.statement", 2, 1),
        ("pairs q\nH = q", "system.pairs", 1, 1), ("pairs q, p\nq' = p", "system.pairs", 1, 7),
        ("L = x'*y", "system.underdetermined", 1, 8), ("L = x'*y' + x'^2/2 + y'^2/2", "system.underdetermined", 1, 5),
        ("L = x^2", "system.underdetermined", 1, 5), ("L = x''*x", "system.order", 1, 5),
        ("H = p^2\nH = q", "system.duplicate-name", 2, 1), ("H = p^2 +", "formula.incomplete", 1, 10),
        ("param q\npairs q, p\nH = p^2", "system.duplicate-name", 2, 7),
    ])
    func problemsHaveAPlace(_ text: String, _ code: String, _ row: Int, _ column: Int) throws {
        try expectProblem(code, row: row, column: column) { _ = try system(text) }
    }
}
