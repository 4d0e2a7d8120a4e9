import Diagnostics
import ExactAlgebra
import Expressions
import Testing

@testable import ConservationLaws

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

    // MARK: General cofactors

    static func surfaces(_ text: String) throws -> (polynomials: [String], degree: Int) {
        let system = try PolynomialSystem(try SystemParser.parse(text: text, source: "test"))
        let found = DarbouxSearch(system: system).factors()
        return (found.polynomials.map(\.description), found.completeDegree)
    }

    /// Systems made to have a given invariant curve p: x' = a p_y + m p, y' = -a p_x + n p with any a, m, n.
    @Test(arguments: [
        "x^2 + y^2 - 1", "x^2 - y^2 + x*y + 3", "y^2 - x^3 - 1", "x*y - 1", "x^2*y + y^2 - 2",
        "x^4 + y^4 - 2", "x + 2*y - 5",
    ])
    func invariantCurvesAreFound(curve: String) throws {
        let tree = try ExpressionParser(variables: ["x", "y"]).parse(curve)
        let (dx, dy) = (tree.derivative(withRespectTo: "x"), tree.derivative(withRespectTo: "y"))
        let text = """
            x' = (1 + 2*x)*(\(dy)) + (x - 3*y)*(\(curve))
            y' = -(1 + 2*x)*(\(dx)) + (2 - x*y)*(\(curve))
            """
        let system = try PolynomialSystem(try SystemParser.parse(text: text, source: "test"))
        let known = try PolynomialReader(ring: system.ring).read(tree).numerator
        let found = DarbouxSearch(system: system).factors()
        #expect(found.completeDegree == 4)
        #expect(found.polynomials.contains { $0 == known || $0 == -known }, "\(found.polynomials)")
    }

    @Test(arguments: [
        // Two competing species with an invariant line, three with an invariant plane, Lienard's equation with a parabola.
        ("x' = x*(1 - x - 2*y)\ny' = y*(1 - 2*x - y)", "x - y"),
        ("x' = x*(2*x - y - z)\ny' = y*(x + y - 2*z)\nz' = z*(x - 2*y + z)", nil),
        ("x' = y\ny' = -3*x*y - x^3", "x^2 + y"),
        ("x' = 1/3*(y - x)\ny' = 2*x - y - x*z\nz' = x*y", nil),
    ])
    func knownExamples(text: String, factor: String?) throws {
        let found = try Self.surfaces(text)
        if let factor { #expect(found.polynomials.contains(factor), "\(found)") }
        let system = try PolynomialSystem(try SystemParser.parse(text: text, source: "test"))
        for polynomial in DarbouxSearch(system: system).factors().polynomials {
            #expect(system.lieDerivative(of: polynomial).divided(exactlyBy: polynomial) != nil)
        }
    }

    @Test func aCurveOfHigherDegreeGivesALaw() throws {
        // x' = y, y' = -3 x y - x^3 has p = x^2 + y and q = x^2 + 2 y with cofactors -x and -2 x.
        let text = "x' = y\ny' = -3*x*y - x^3"
        let result = try laws(of: text)
        #expect(result.count == 1)
        try checkInDoublePrecision(result, text, seed: 4)
    }

    /// The six cases in which Lorenz' system is known to have a law with the time; two of them have degree 4.
    @Test(arguments: [
        ("param s = 5, r = 3, b = 10", "exp(10*t)*(x^2 - 10*z)"), ("param s = 1/3, r = 2, b = 0", "x^4"),
        ("param s = 3, r = 0, b = 1", "exp(2*t)*(y^2 + z^2)"), ("param s = 1, r = 3, b = 4", "x^4"),
        ("param s = 1, r = 3, b = 1", "exp(2*t)"), ("param s = 2, r = 3, b = 10", "x^4"),
    ])
    func lorenzAtSpecialParameters(values: String, part: String) throws {
        let text = values + "\nx' = s*(y-x)\ny' = x*(r-z)-y\nz' = x*y-b*z"
        let result = try laws(of: text, degree: 4)
        let all = result.timeDependentLaws + result.laws
        #expect(all.contains { "\($0.expression)".contains(part) }, "\(all.map { "\($0.expression)" })")
    }

    @Test func whatWasExhaustedIsSaid() throws {
        let result = try laws(of: "x' = y\ny' = -x + y*(1 - x^2)")
        #expect(result.statements.contains { $0.contains("polynomial p of degree at most 4") })
    }

    /// Curves that have no point over the field on some lines: one line is never the last one while a factor could be theirs.
    @Test(arguments: ["x^2 + y^2 + 1", "3*x^2 + x*y + y^2 + 2", "x^3 + 2*y^3 + 5", "x^4 + 3*y^4 + x + 1"])
    func curvesWithFewPointsAreFound(curve: String) throws {
        let tree = try ExpressionParser(variables: ["x", "y"]).parse(curve)
        let (dx, dy) = (tree.derivative(withRespectTo: "x"), tree.derivative(withRespectTo: "y"))
        for shift in 1...4 {
            let text = """
                x' = (x + \(shift))*(\(dy)) + (y - 3)*(\(curve))
                y' = -(x + \(shift))*(\(dx)) + x*(\(curve))
                """
            let system = try PolynomialSystem(try SystemParser.parse(text: text, source: "test"))
            let known = try PolynomialReader(ring: system.ring).read(tree).numerator
            let found = DarbouxSearch(system: system).factors().polynomials
            #expect(found.contains { $0 == known || $0 == -known }, "\(shift): \(found)")
        }
    }
}
