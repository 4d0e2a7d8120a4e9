import ConservationLaws
import Diagnostics
import Expressions
import Testing

@Suite struct VerificationTests {
    static let kepler = "x' = u\ny' = v\nu' = -x/(x^2+y^2)^(3/2)\nv' = -y/(x^2+y^2)^(3/2)"

    static func verdict(_ law: String, _ text: String) throws -> LawVerification.Verdict {
        let system = try SystemParser.parse(text: text, source: "test")
        let names = Set(system.variables + system.parameters.map(\.name) + ["t"])
        let tree = try ExpressionParser(variables: names, options: ParserOptions(decimals: .exact)).parse(law)
        return try LawVerification(system).verdict(on: tree)
    }

    @Test(arguments: [
        ("x^2 + y^2", "x' = y\ny' = -x"), ("sin(x^2 + y^2)/3", "x' = y\ny' = -x"),
        ("v^2/2 - cos(q)", "q' = v\nv' = -sin(q)"), ("x - log(x) + y - log(y)", "x' = x*(1-y)\ny' = y*(x-1)"),
        ("exp(3*t)*x", "x' = -3*x"), ("(u^2+v^2)/2 - 1/sqrt(x^2+y^2)", kepler),
        ("x^2*y/sqrt(x^4*y^2)", "x' = x\ny' = -2*y"), ("5", "x' = x"),
        ("x*v - y*u", "x' = u\ny' = v\nu' = s*x\nv' = s*y\nconstraint x^2+y^2 = 1\nconstraint x*u+y*v = 0"),
        ("k*x^2 + v^2", "param k = 3\nx' = v\nv' = -k*x"),
    ])
    func trueLawsAreProved(law: String, text: String) throws {
        #expect(try Self.verdict(law, text) == .proved)
    }

    @Test(arguments: [
        ("x^2 - y^2", "x' = y\ny' = -x"), ("x", "x' = 1"), ("exp(2*t)*x", "x' = -3*x"),
        ("v^2/2 + cos(q)", "q' = v\nv' = -sin(q)"), ("x*log(y)", "x' = x*(1-y)\ny' = y*(x-1)"),
        ("x*u", "x' = u\ny' = v\nu' = s*x\nv' = s*y\nconstraint x^2+y^2 = 1\nconstraint x*u+y*v = 0"),
    ])
    func falseLawsAreRefuted(law: String, text: String) throws {
        #expect(try Self.verdict(law, text) == .refuted)
    }

    @Test func lawsOutsideTheAlgebraAreExplained() throws {
        let error = #expect(throws: DiscoverError.self) { try Self.verdict("abs(x)", "x' = 0") }
        #expect(error?.diagnostics.first?.code == "system.function")
    }

    /// What is found is proved again by the other way of computing, and a changed law is refuted.
    @Test(arguments: AtomTests.cases.indices)
    func whatIsFoundIsProvedAgain(index: Int) throws {
        let known = AtomTests.cases[index]
        let system = try SystemParser.parse(text: known.text, source: "test")
        for law in try laws(of: known.text, degree: known.degree ?? 4).laws {
            #expect(try LawVerification(system).verdict(on: law.expression) == .proved)
            let changed = law.expression + .variable(system.variables[0]).raised(to: 7)
            #expect(try LawVerification(system).verdict(on: changed) == .refuted)
        }
    }
}
