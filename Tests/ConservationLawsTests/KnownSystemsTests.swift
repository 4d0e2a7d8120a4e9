import ConservationLaws
import Diagnostics
import Testing

@Suite struct KnownSystemsTests {
    static let cases = [
        KnownSystem(
            name: "cyclic Lotka-Volterra", text: "x' = x*(y-z)\ny' = y*(z-x)\nz' = z*(x-y)",
            laws: ["x + y + z", "x*y*z"]),
        KnownSystem(
            name: "Euler's top with symbols",
            text: "param A, B, C\np' = (B-C)/A*q*r\nq' = (C-A)/B*r*p\nr' = (A-B)/C*p*q",
            laws: ["A*p^2 + B*q^2 + C*r^2", "A^2*p^2 + B^2*q^2 + C^2*r^2"]),
        KnownSystem(
            name: "Lorenz", text: "x' = 10*(y-x)\ny' = x*(28-z)-y\nz' = x*y-8/3*z", laws: [], degree: 8),
        KnownSystem(
            name: "Lorenz without friction", text: "param s = 10, r = 28\nx' = s*y\ny' = r*x-x*z\nz' = x*y",
            laws: ["x^2 - 2*s*z", "y^2 + z^2 - 2*r*z"]),
        KnownSystem(
            name: "open Toda chain",
            text: "a1' = a1*(b2-b1)\na2' = a2*(b3-b2)\nb1' = 2*a1^2\nb2' = 2*(a2^2-a1^2)\nb3' = -2*a2^2",
            laws: [
                "b1 + b2 + b3", "2*a1^2 + 2*a2^2 + b1^2 + b2^2 + b3^2", "a1^2*b3 + a2^2*b1 - b1*b2*b3",
            ], degree: 5),
        KnownSystem(
            name: "Henon-Heiles", text: "x'' = -x-2*x*y\ny'' = -y-x^2+y^2",
            laws: ["3*x^2 + 3*x'^2 + 3*y^2 + 3*y'^2 + 6*x^2*y - 2*y^3"], degree: 6),
        KnownSystem(
            name: "isotropic oscillator", text: "x'' = -x\ny'' = -y",
            laws: ["x^2 + x'^2", "y^2 + y'^2", "x*y' - x'*y"]),
        KnownSystem(
            name: "oscillators 1:2", text: "x'' = -x\ny'' = -4*y",
            laws: ["x^2 + x'^2", "4*y^2 + y'^2", "x^2*y + x*x'*y' - x'^2*y"]),
        KnownSystem(name: "damped oscillator", text: "x'' = -x-x'/2", laws: [], degree: 8),
        KnownSystem(
            name: "epidemic", text: "param b, g\nS' = -b*S*I\nI' = b*S*I-g*I\nR' = g*I",
            laws: ["S + I + R", "b*R + g*log(S)"], degree: 6),
        KnownSystem(
            name: "enzyme with symbolic rates",
            text: "param f, r, c\nE' = -f*E*S+(r+c)*C\nS' = -f*E*S+r*C\nC' = f*E*S-(r+c)*C\nP' = c*C",
            laws: ["`E` + C", "S + C + P"], degree: 4),
        KnownSystem(
            name: "a law with the rates in it", text: "param k, m\nA' = -k*A\nB' = m*A\nC' = k*B*C - m*C",
            laws: ["m*A + k*B"],
            degree: 4),
        KnownSystem(name: "rest", text: "x' = 0\ny' = 0", laws: ["x", "y"]),
        KnownSystem(name: "pi is a number like any other", text: "x' = pi*y\ny' = -pi*x", laws: ["x^2 + y^2"]),
        KnownSystem(
            name: "quartic potential with a law of degree 8",
            text: "x'' = -4*x^3-12*x*y^2\ny'' = -32*y^3-12*x^2*y",
            laws: [
                "x'^2 + y'^2 + 2*x^4 + 12*x^2*y^2 + 16*y^4",
                "x'^4 + 4*x^4*x'^2 + 4*x^4*y'^2 - 16*x^3*x'*y*y' + 24*x^2*x'^2*y^2 + 4*x^8 + 16*x^6*y^2 + 16*x^4*y^4",
            ]),
    ]

    @Test(arguments: cases)
    func lawsAreThoseKnown(known: KnownSystem) throws {
        let result = try laws(of: known.text, degree: known.degree)
        #expect(result.laws.map { "\($0.expression)" } == known.laws)
        #expect(result.isComplete)
        #expect(result.status == (known.laws.isEmpty ? .none : .found))
        #expect(result.count == known.laws.count)
        try checkAtRandomPoints(result, known.text, seed: 3)
    }

    @Test func dimensionsCountProducts() throws {
        // x + y + z and x*y*z generate 1, 2, 4, 6, 8, 11 independent polynomials up to degree 1 to 6: dimension by hand.
        let text = "x' = x*(y-z)\ny' = y*(z-x)\nz' = z*(x-y)\nw' = w"
        let result = try laws(of: text, degree: 6)
        #expect(result.searched.dimensions == [1, 2, 4, 6, 8, 11])
        #expect(result.searched.completeDegree == 6)
        #expect(result.searched.basisSize == 209)
        #expect(result.stopped == .exhausted)
    }

    @Test func maximalNumberOfLawsEndsTheSearch() throws {
        let result = try laws(of: "x'' = -x\ny'' = -y")
        #expect(result.stopped == .accepted)
        #expect(result.searched.dimensions == [0, 4])
        #expect(result.statements.contains { $0.contains("fix the orbits") })
    }

    @Test func moietiesHaveOneSignAndComeBeforeLawsWithRates() throws {
        let text = """
            param k1 = 0.5, k2 = 12750.917857751701, k3 = 0.0003
            A' = -k1*A - k2*A*B
            B' = -k2*A*B + k3*C
            C' = k2*A*B - k3*C
            D' = k1*A + k2*A*B
            F' = k1*A
            """
        let result = try laws(of: text, degree: 2)
        #expect(result.laws.map { "\($0.expression)" } == ["A + D", "B + C"])
        try checkAtRandomPoints(result, text, seed: 9)
    }

    @Test func specialValuesAreToldFromGeneralOnes() throws {
        // With a = 1 the second oscillator is in resonance with the first one.
        let result = try laws(of: "param a = 1\nx'' = -x\ny'' = -a*y", degree: 2)
        #expect(result.count == 3)
        #expect(result.statements.contains { $0.contains("special") })
        let general = try laws(of: "param a\nx'' = -x\ny'' = -a*y", degree: 2)
        #expect(general.laws.map { "\($0.expression)" } == ["x^2 + x'^2", "a*y^2 + y'^2"])
    }

    @Test func numbersOfAnySizeAreExact() throws {
        let text = "x' = 123456789012345678*y\ny' = -987654321098765432*x"
        let result = try laws(of: text, degree: 2)
        #expect(result.count == 1)
        try checkAtRandomPoints(result, text, seed: 1)
        // Coefficients beyond machine integers: two large rates multiply.
        let wide = "a' = 1000000007000000049*b\nb' = 1\nc' = 998244353000000031*b"
        let wideResult = try laws(of: wide, degree: 2)
        #expect(wideResult.count == 2)
        try checkAtRandomPoints(wideResult, wide, seed: 2)
    }
}
