import Diagnostics
import Expressions
import Testing

@testable import SymbolicRegression

/// Forms as users write them.
struct FormTests {
    @Test func partsOfAForm() throws {
        let form = try Form("a*f(x) + g(y, x)*exp(-k*t)", columns: ["x", "y", "t", "u"], target: "z")
        #expect(form.parameters == ["a", "k"])
        #expect(form.holes.map(\.name) == ["f", "g"])
        #expect(form.holes.map(\.argumentCount) == [1, 2])
        #expect(form.columns == ["x", "y", "t"])
    }

    @Test(arguments: [
        ("x^2", "form.no-parameters"), ("a*b", "form.no-column"), ("a*sinn(x)", "formula.unknown-function"),
        ("f(g(x))", "form.hole-argument"), ("f(a*x)", "form.hole-argument"), ("f(2)", "form.hole-argument"),
        ("f(x) + f(x, y)", "form.arguments"), ("a*z", "form.target"), ("f + f(x)", "form.name-twice"),
        ("f(x, y, x, y)", "form.arguments"), ("x(y)*a", "formula.operator"),
    ])
    func refused(_ text: String, _ code: String) {
        do {
            _ = try Form(text, columns: ["x", "y"], target: "z")
            Issue.record("\(text) was accepted")
        } catch {
            #expect(error.diagnostics.first?.code == code)
        }
    }

    @Test(arguments: [
        ("a*x/(b + x)", ["a"]), ("a*exp(-k*x) + c", ["a", "c"]), ("(a + b*x)*c", ["a", "b"]), ("x^a", []),
        ("a*b*x", ["a"]),
    ])
    func linearParameters(_ text: String, _ expected: [String]) throws {
        let form = try Form(text, columns: ["x"], target: "y")
        let positions = LinearParameters.positions(in: form.template, form.parameters)
        #expect(positions.map { form.parameters[$0] } == expected)
    }

    @Test func boundsBind() throws {
        let x = (0..<30).map { 0.2 * Double($0) }
        let problem = RegressionProblem(
            inputNames: ["x"], inputs: [x], targetName: "y", target: x.map { 2 * Elementary.exp(-0.8 * $0) })
        let form = try Form("a*exp(-k*x)", columns: ["x"], target: "y")
        let request = FormRequest(form: form, ranges: ["k": ParameterRange(lower: 1, upper: 3)])
        let result = try fit(problem, form: request, options: FitOptions(), control: RunControl())
        #expect(result.best?.constants.map(\.value)[1] == 1)
        #expect(result.warnings.contains { $0.contains("bound") })
    }

    @Test func openCombinationIsNamed() throws {
        let x = (1...20).map(Double.init)
        let problem = RegressionProblem(
            inputNames: ["x"], inputs: [x], targetName: "y", target: x.map { 3 * $0 + ($0 == 4 ? 0.1 : 0) })
        let form = try Form("a*b*x", columns: ["x"], target: "y")
        let result = try fit(problem, form: FormRequest(form: form), options: FitOptions(), control: RunControl())
        let evidence = try #require(result.form)
        #expect(evidence.undetermined.count == 1)
        #expect(evidence.covariance[0][0] == nil)
    }

    @Test func holesAreFilled() throws {
        let x = (0..<120).map { Double($0) / 30 }
        let y = (0..<120).map { 1 + Double(($0 * 37) % 120) / 40 }
        let problem = RegressionProblem(
            inputNames: ["x", "y"], inputs: [x, y], targetName: "z", target: zip(x, y).map { $0 * $0 - 3 / $1 })
        let form = try Form("f(x) - g(y)", columns: ["x", "y"], target: "z")
        let result = try fit(problem, form: FormRequest(form: form), options: FitOptions(), control: RunControl())
        let holes = try #require(result.form).holes
        #expect(holes.map(\.name) == ["f", "g"])
        #expect(holes.map(\.expression.description) == ["x^2", "3/y"])
        #expect(result.best?.isExact == true)
    }

    @Test func constantsByGroup() throws {
        let x = (0..<40).map { 0.5 + 0.1 * Double($0) }
        let labels = (0..<40).map { $0 % 2 == 0 ? "a" : "b" }
        let target = zip(x, labels).map { ($1 == "a" ? 2.0 : 5.0) * $0 / (1.5 + $0) }
        let problem = RegressionProblem(inputNames: ["x"], inputs: [x], targetName: "y", target: target)
        let form = try Form("p*x/(q + x)", columns: ["x"], target: "y")
        let result = try fit(
            GroupedProblem(problem: problem, column: "s", labels: labels),
            request: GroupRequest(form: FormRequest(form: form)), options: FitOptions(), control: RunControl())
        let groups = try #require(result.groups)
        #expect(groups.shared == ["q"])
        #expect(groups.free == ["p"])
        #expect(groups.entries.map(\.label) == ["a", "b"])
        for (entry, expected) in zip(groups.entries, [2.0, 5.0]) {
            #expect(abs(entry.constants[0].value - expected) < 1e-9)
        }
        #expect(abs((result.best?.constants.first?.value ?? 0) - 1.5) < 1e-9)
    }
}
