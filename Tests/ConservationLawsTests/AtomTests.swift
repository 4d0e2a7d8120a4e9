import Diagnostics
import ExactAlgebra
import Expressions
import Testing

@testable import ConservationLaws

@Suite struct AtomTests {
    static let cases = [
        KnownSystem(name: "pendulum", text: "q'' = -sin(q)", laws: ["q'^2 - 2*cos(q)"]),
        KnownSystem(
            name: "pendulum with a load", text: "param g, F\nq'' = F - g*sin(q)",
            laws: ["q'^2 - 2*F*q - 2*g*cos(q)"]),
        KnownSystem(
            name: "Kepler with roots", text: "x'' = -x/(x^2+y^2)^(3/2)\ny'' = -y/sqrt(x^2+y^2)^3",
            laws: [
                "x*y' - x'*y", "x'^2 + y'^2 - 2/sqrt(x^2 + y^2)", "x/sqrt(x^2 + y^2) - x*y'^2 + x'*y*y'",
            ]),
        KnownSystem(
            name: "roots of multiples", text: "x' = sqrt(2*x)*sqrt(y)\ny' = -sqrt(8*x)*sqrt(y)", laws: ["2*x + y"],
            degree: 2),
        KnownSystem(
            name: "roots of products", text: "x' = sqrt(x*y)*sqrt(x)\ny' = -sqrt(y)*x", laws: ["x + y"], degree: 3),
        KnownSystem(
            name: "difference of angles", text: "a'' = -sin(a - b)\nb'' = sin(a)*cos(b) - cos(a)*sin(b)",
            laws: ["a' + b'", "a'*b' + cos(a - b)"], degree: 3),
        KnownSystem(
            name: "sum of angles", text: "a'' = -cos(a + b)\nb'' = -cos(a + b)",
            laws: ["a' - b'", "a'*b' + sin(a + b)"], degree: 3),
        KnownSystem(name: "repulsion", text: "param g\nx'' = g/x^3", laws: ["x'^2 + g/x^2"]),
        KnownSystem(name: "exponential wall", text: "x'' = exp(-x)", laws: ["x'^2 + 2*exp(-x)"]),
        KnownSystem(name: "Morse", text: "x'' = exp(-2*x) - exp(-x)", laws: ["x'^2 + exp(-2*x) - 2*exp(-x)"]),
        KnownSystem(
            name: "logarithmic potential", text: "x'' = -x/(x^2+y^2)\ny'' = -y/(x^2+y^2)",
            laws: ["x*y' - x'*y", "x'^2 + y'^2 + log(x^2 + y^2)"], degree: 4),
        KnownSystem(name: "Lotka-Volterra", text: "x' = x - x*y\ny' = x*y - y", laws: ["x + y - log(x) - log(y)"]),
        KnownSystem(name: "powers", text: "x' = x\ny' = -2*y\nz' = 3*z", laws: ["x^2*y", "x*y^2*z"]),
        KnownSystem(name: "damped swing without law", text: "q'' = -sin(q) - q'", laws: [], degree: 4),
        KnownSystem(name: "cube root", text: "x'' = -x^(1/3)", laws: ["2*x'^2 + 3*x^(4/3)"]),
    ]

    @Test(arguments: cases)
    func lawsAreThoseKnown(known: KnownSystem) throws {
        let result = try laws(of: known.text, degree: known.degree)
        #expect(result.laws.map { "\($0.expression)" } == known.laws)
        #expect(result.isComplete)
        try checkInDoublePrecision(result, known.text, seed: 11)
    }

    @Test func doublePendulumKeepsItsEnergy() throws {
        let text = """
            a' = w
            w' = (-w^2*sin(a-b)*cos(a-b)+sin(b)*cos(a-b)-v^2*sin(a-b)-2*sin(a))/(2-cos(a-b)^2)
            b' = v
            v' = (v^2*sin(a-b)*cos(a-b)+2*sin(a)*cos(a-b)+2*w^2*sin(a-b)-2*sin(b))/(2-cos(a-b)^2)
            """
        let result = try laws(of: text, degree: 4)
        #expect(result.count == 1)
        try checkInDoublePrecision(result, text, seed: 5)
    }

    @Test func forceOfConstraintNeedsNoFormula() throws {
        let text = """
            x'' = s*x
            y'' = s*y
            z'' = s*z - 1
            constraint x^2 + y^2 + z^2 = 1
            constraint x*x' + y*y' + z*z' = 0
            """
        let result = try laws(of: text, degree: 3)
        #expect(result.laws.map { "\($0.expression)" } == ["x*y' - x'*y", "x'^2 + y'^2 + z'^2 + 2*z"])
    }

    @Test func vorticesHaveLogarithmsOfTheirDistances() throws {
        let text = """
            param g1, g2, g3
            let a = (x1-x2)^2+(y1-y2)^2
            let b = (x1-x3)^2+(y1-y3)^2
            let c = (x2-x3)^2+(y2-y3)^2
            x1' = -g2*(y1-y2)/a-g3*(y1-y3)/b
            y1' = g2*(x1-x2)/a+g3*(x1-x3)/b
            x2' = -g1*(y2-y1)/a-g3*(y2-y3)/c
            y2' = g1*(x2-x1)/a+g3*(x2-x3)/c
            x3' = -g1*(y3-y1)/b-g2*(y3-y2)/c
            y3' = g1*(x3-x1)/b+g2*(x3-x2)/c
            """
        let result = try laws(of: text, degree: 2)
        #expect(result.count == 4)
        try checkInDoublePrecision(result, text, seed: 6)
    }

    @Test(arguments: 0..<12)
    func randomPotentialsKeepTheirEnergy(seed: Int) throws {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let forces = [
            "sin(x)*cos(y)", "x/sqrt(x^2+y^2)", "exp(-x)", "1/(x-y)^2", "x^2*y", "log(x)", "x*exp(y)", "1/(1+x^2)",
        ]
        func force() -> String { forces[Int.random(in: 0..<forces.count, using: &generator)] }
        let potential = "\(Int.random(in: 1...5, using: &generator))*\(force()) + \(force())"
        let names: Set<String> = ["x", "y"]
        let tree = try ExpressionParser(variables: names, options: ParserOptions(decimals: .exact)).parse(potential)
        let text = "x'' = -(\(tree.derivative(withRespectTo: "x")))\ny'' = -(\(tree.derivative(withRespectTo: "y")))"
        let result = try laws(of: text, degree: 4)
        #expect(result.count >= 1, "\(text)")
        try checkInDoublePrecision(result, text, seed: UInt64(seed))
    }

    @Test func bodiesInThePlaneWithManyRoots() throws {
        var text = ""
        for body in 1...4 {
            for axis in ["x", "y"] {
                let pull = (1...4).filter { $0 != body }.map { other in
                    let (a, b) = (min(body, other), max(body, other))
                    return "(\(axis)\(other)-\(axis)\(body))/((x\(a)-x\(b))^2+(y\(a)-y\(b))^2)^(3/2)"
                }
                text += "\(axis)\(body)'' = \(pull.joined(separator: " + "))\n"
            }
        }
        let result = try laws(of: text, degree: 2)
        #expect(result.count == 5)
        try checkInDoublePrecision(result, text, seed: 12)
    }
}
