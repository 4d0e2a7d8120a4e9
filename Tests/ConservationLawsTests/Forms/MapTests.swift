import ConservationLaws
import Diagnostics
import ExactAlgebra
import Expressions
import Testing

/// Discrete maps and their invariants.
@Suite struct MapTests {
    private func system(_ text: String) throws -> DynamicalSystem { try SystemParser.parse(text: text, source: "test") }

    private func invariants(_ text: String, degree: Int? = nil) throws -> ConservationResult {
        var options = ConservationOptions()
        options.maximumDegree = degree
        return try ConservationLaws.invariants(ofMap: try system(text), options: options, control: RunControl())
    }

    /// Lyness, McMillan, a rotation, a shear, a permutation, Henon, Lotka-Volterra in a discretisation that keeps nothing.
    @Test(arguments: [
        ("param a\nx[n+1] = y[n]\ny[n+1] = (a + y[n])/x[n]", 1),
        ("param mu\nx[n+1] = -x[n-1] + 2*mu*x[n]/(1 + x[n]^2)", 1),
        ("x[n+1] = 3*x/5 + 4*y/5\ny[n+1] = -4*x/5 + 3*y/5", 1), ("x[n+1] = x + y\ny[n+1] = y", 1),
        ("x[n+1] = y\ny[n+1] = z\nz[n+1] = x", 3), ("x[n+1] = 1 - 7/5*x^2 + y\ny[n+1] = 3/10*x", 0),
        ("x[n+1] = x + x*(1 - y)/10\ny[n+1] = y + y*(x - 1)/10", 0), ("param c\nx[n+1] = c/x", 1),
    ])
    func invariantsOfKnownMaps(_ text: String, _ count: Int) throws {
        let result = try invariants(text, degree: 4)
        #expect(result.count == count, "\(result.laws.map(\.expression))")
        #expect(result.isComplete)
        let system = try system(text)
        var generator = SplitMixGenerator(seed: 9)
        for law in result.laws {
            var point: [String: BigRational] = [:]
            for name in system.variables + system.parameters.map(\.name) {
                point[name] = BigRational(Int.random(in: 1...60, using: &generator)) / 13
            }
            var next = point
            for (name, side) in zip(system.variables, system.rightHandSides) {
                let image: BigRational? = value(side, at: point)
                let known: BigRational = try #require(image)
                next[name] = known
            }
            let before: BigRational? = value(law.expression, at: point)
            let after: BigRational? = value(law.expression, at: next)
            #expect(before != nil)
            #expect(before == after)
        }
    }

    @Test func earlierValuesBecomeVariables() throws {
        let system = try system("x[k+1] = x[k] + x[k-1]")
        #expect(system.variables == ["x", "x_prev"])
        #expect(system.kind == .map)
        #expect(system.rightHandSides.map { "\($0)" } == ["x + x_prev", "x"])
    }

    @Test(arguments: [
        ("x[n+1] = x[n-2]", "system.map", 1, 11), ("x[n+1] = y", "system.unknown-name", 1, 10),
        ("x[n+1] = x\ny' = x", "system.statement", 2, 1), ("x[n+1] = sin(x)", "system.function", 1, 10),
        ("x[n+1] = x\nx[n+1] = 2*x", "system.duplicate-equation", 2, 1),
    ])
    func problemsHaveAPlace(_ text: String, _ code: String, _ row: Int, _ column: Int) throws {
        try expectProblem(code, row: row, column: column) { _ = try system(text) }
    }
}
