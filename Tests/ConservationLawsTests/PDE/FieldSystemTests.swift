import ConservationLaws
import Diagnostics
import Testing

/// Reading partial differential equations.
@Suite struct FieldSystemTests {
    @Test func namesOfFieldsAndDirections() throws {
        let system = try fieldSystem("param c = 1/2\nlet w = c*u_x\nu_t = w*v_yy\n∂v/∂t = u_xy # mixed\n")
        #expect(system.fields == ["u", "v"])
        #expect(system.independentVariables == ["t", "x", "y"])
        #expect("\(system.equations[1].left)" == "v_t")
        #expect(FieldSystem.derivativeNames(in: system.equations.map(\.right)).sorted() == ["u_x", "u_xy", "v_yy"])
    }

    @Test func ordinaryEquationsStayOrdinary() throws {
        for text in ["x' = -x", "x_t' = y\ny' = -x_t", "param k_t\nx' = k_t*x"] {
            guard case .ordinary = try SystemParser.parseAny(text: text, source: "test") else {
                Issue.record("read as partial: \(text)")
                continue
            }
        }
    }

    @Test(arguments: [
        ("u_t = u*v_x", "system.unknown-name", 1, 9),
        ("u_t = u_xx\nu_t = u_x", "system.duplicate-equation", 2, 1),
        ("u_t = v_t*u", "system.underdetermined", 1, 1),
        ("u_t = tan(u)", "system.function", 1, 7),
        ("u_t = u^u_x", "system.exponent", 1, 7),
        ("u_t = u_x/0", "system.division-by-zero", 1, 7),
        ("u_t = u_x\nconstraint u = v", "system.constraint", 2, 12),
        ("u_t = u +", "formula.incomplete", 1, 10),
        ("u_t = u_xxxxxxxxxxxxxxxxxxxxxxxx", "system.order", 1, 7),
        ("param u\nu_t = u_x", "system.duplicate-name", nil, nil),
        ("u_t = sqrt(2)*u_x", "system.irrational-number", 1, 7),
    ])
    func problemsHaveAPlace(_ text: String, _ code: String, _ row: Int?, _ column: Int?) throws {
        try expectProblem(code, row: row, column: column) { _ = try fieldSystem(text) }
    }
}
