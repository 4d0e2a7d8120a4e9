import ConservationLaws
import Diagnostics
import Expressions
import Testing

@Suite struct VerificationTests {
    static let kepler = "x' = u\ny' = v\nu' = -x/(x^2+y^2)^(3/2)\nv' = -y/(x^2+y^2)^(3/2)"

    static func verdict(_ law: String, _ text: String) throws -> LawVerdict {
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

    // MARK: Certificates

    static let constrained = "x' = u\ny' = v\nu' = s*x\nv' = s*y - 1\nconstraint x^2+y^2 = 1\nconstraint x*u+y*v = 0"

    @Test func multipliersAreCheckedWithTheLaw() throws {
        let system = try SystemParser.parse(text: Self.constrained, source: "test")
        let found = try laws(of: Self.constrained, degree: 2).laws
        let law = try #require(found.first { !$0.certificate.multipliers.isEmpty })
        let verification = LawVerification(system)
        #expect(try verification.verdict(on: law) == .proved)
        var wrongMultiplier = law
        wrongMultiplier.certificate.multipliers[0].multiplier = law.certificate.multipliers[0].multiplier + .one
        #expect(try verification.verdict(on: wrongMultiplier) == .wrongCertificate)
        var noConstraint = law
        noConstraint.certificate.multipliers[0].constraint = .variable("x")
        #expect(try verification.verdict(on: noConstraint) == .wrongCertificate)
        var vanishingFactor = law
        vanishingFactor.certificate.factor = .zero
        #expect(try verification.verdict(on: vanishingFactor) == .wrongCertificate)
    }

    @Test(arguments: AtomTests.cases.indices)
    func certificatesAreRightAndNoOthers(index: Int) throws {
        let known = AtomTests.cases[index]
        let system = try SystemParser.parse(text: known.text, source: "test")
        for law in try laws(of: known.text, degree: known.degree ?? 4).laws {
            #expect(try LawVerification(system).verdict(on: law) == .proved)
            var changed = law
            changed.certificate.gradient[0].derivative =
                law.certificate.gradient[0].derivative + .variable(system.variables[0])
            #expect(try LawVerification(system).verdict(on: changed) == .wrongCertificate)
        }
    }

    @Test func cofactorsAreChecked() throws {
        let text = "x' = x*(1-x-y/2-3/2*z)\ny' = y*(1-3/2*x-y-z/2)\nz' = z*(1-x/2-3/2*y-z)"
        let system = try SystemParser.parse(text: text, source: "test")
        let law = try #require(try laws(of: text).laws.first)
        #expect(law.certificate.cofactors.count == 4)
        #expect(try LawVerification(system).verdict(on: law) == .proved)
        var changed = law
        changed.certificate.cofactors[0].cofactor = .one
        #expect(try LawVerification(system).verdict(on: changed) == .wrongCertificate)
    }

    // MARK: Maps and fields

    @Test(arguments: [
        ("x[n+1] = y[n]\ny[n+1] = x[n]", "x + y", true), ("x[n+1] = y[n]\ny[n+1] = x[n]", "x - y", false),
        ("param a\nx[n+1] = a*x[n]\ny[n+1] = y[n]/a", "x*y", true), ("x[n+1] = 2*x[n]\ny[n+1] = y[n]/3", "x*y", false),
        ("param a = 2\nx[n+1] = a*x[n]\ny[n+1] = y[n]/2", "x*y + 3", true),
    ])
    func invariantsOfMaps(text: String, law: String, isInvariant: Bool) throws {
        let system = try SystemParser.parse(text: text, source: "test")
        let names = Set(system.variables + system.parameters.map(\.name))
        let tree = try ExpressionParser(variables: names, options: ParserOptions(decimals: .exact)).parse(law)
        let claim = ConservedLaw(
            expression: tree, degree: 0, terms: 0, conditions: [],
            certificate: .init(kind: .exact, identity: "", gradient: []))
        #expect(try MapVerification(system).verdict(on: claim) == (isInvariant ? .proved : .refuted))
    }

    @Test(arguments: [
        "u_t = -6*u*u_x - u_xxx", "u_t = -v_x\nv_t = -u_x", "u_tt = u_xx - sin(u)", "param c\nu_t = c*u*u_x + u_xxx",
        "u_t = -u^3*u_xxx", "u_t - u_xxt + 3*u*u_x - 2*u_x*u_xx - u*u_xxx = 0", "u_t = -u*u_x - u_xxx - u_xyy",
        "h_t = -u*h_x - h*u_x\nu_t = -u*u_x - h_x",
    ])
    func lawsOfFieldsAreProvedAgainAndOthersAreNot(text: String) throws {
        let verification = FieldVerification(try fieldSystem(text))
        let found = try fieldLaws(of: text).laws
        #expect(!found.isEmpty)
        for law in found {
            #expect(try verification.verdict(on: law) == .proved, "\(law.expression)")
            var changed = law
            changed.expression = law.expression + .variable("u").raised(to: 5)
            #expect(try verification.verdict(on: changed) == .refuted)
            if !law.fluxes.isEmpty {
                changed = law
                changed.fluxes[0].expression = law.fluxes[0].expression + .variable("u")
                #expect(try verification.verdict(on: changed) == .refuted)
            }
            changed = law
            changed.multipliers[0].expression = law.multipliers[0].expression + .variable("u_x")
            #expect(try verification.verdict(on: changed) != .proved)
        }
    }
}
