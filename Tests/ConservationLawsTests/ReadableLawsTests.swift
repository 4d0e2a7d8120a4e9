import ConservationLaws
import Diagnostics
import Testing

@Suite struct ReadableLawsTests {
    @Test func sumsBesideEqualFactorsAreTakenTogether() throws {
        // Momentum times the centre of mass, for three free bodies on a line with a plane beside it.
        let names = ["1", "2", "3"]
        var text = "param k\n"
        for name in names {
            let others = names.filter { $0 != name }
            let pull = { (axis: String) in others.map { "k*(\(axis)\($0)-\(axis)\(name))^3" }.joined(separator: " + ") }
            text += "x\(name)' = u\(name)\ny\(name)' = v\(name)\n"
            text += "u\(name)' = \(pull("x"))\nv\(name)' = \(pull("y"))\n"
        }
        let result = try laws(of: text, degree: 2)
        #expect(result.laws.contains { "\($0.expression)".contains("(x1 + x2 + x3)*(v1 + v2 + v3)") })
        try checkAtRandomPoints(result, text, seed: 2)
    }

    @Test func rootsAreWrittenAsRoots() throws {
        let text = "param k, l\nx'' = -k*(1-l/sqrt(x^2+y^2))*x\ny'' = -k*(1-l/sqrt(x^2+y^2))*y"
        let result = try laws(of: text, degree: 3)
        #expect(result.laws.map { "\($0.expression)" }.contains("k*x^2 + x'^2 + k*y^2 + y'^2 - 2*k*l*sqrt(x^2 + y^2)"))
        try checkInDoublePrecision(result, text, seed: 3)
    }

    @Test(arguments: [
        ("x'' = -x/(x^2+y^2+z^2)^(3/2)\ny'' = -y/(x^2+y^2+z^2)^(3/2)\nz'' = -z/(x^2+y^2+z^2)^(3/2)", "maximally"),
        ("x'' = -x-2*x*y\ny'' = -y-x^2+y^2", "Hamiltonian with pairs (x, x'), (y, y')."),
        ("x'' = -4*x^3-12*x*y^2\ny'' = -32*y^3-12*x^2*y", "integrable in the sense of Liouville."),
        ("q'' = -sin(q)", "one law suffices"),
    ])
    func integrabilityIsRemarked(text: String, remark: String) throws {
        let result = try laws(of: text, degree: 8)
        #expect(result.statements.contains { $0.contains(remark) }, "\(result.statements)")
    }

    @Test func dissipativeSystemsAreNotCalledHamiltonian() throws {
        let result = try laws(of: "x'' = -x-x'/2\nz' = 0\ny' = 1", degree: 3)
        #expect(!result.statements.contains { $0.contains("Hamiltonian") })
    }
}
