import Diagnostics
import Expressions
import Glibc
import NumericKernel
import Testing

@testable import SparseDynamics

/// Formulas that come from outside the libraries.
@Suite struct FormulaTests {
    /// Proposes the same formulas whatever it is asked.
    private struct Proposals: RightHandSideSearch {
        var formulas: [String]

        func formulas(for question: RightHandSideQuestion, control: RunControl) -> [Expression] {
            formulas.compactMap { try? Expression.parse($0) }
        }
    }

    /// A glider: neither library nor shape holds cos(y)/x.
    private static let glider = SampleSystem(
        name: "glider", variables: ["x", "y"], start: [5, 0.7], step: 0.02, count: 400,
        terms: [["x^2": -0.05, "sin(y)": -1], ["x": 1, "cos(y)/x": -1]]
    ) { s in [-0.05 * s[0] * s[0] - sin(s[1]), s[0] - cos(s[1]) / s[0]] }

    private func answer(_ formulas: [String]) throws -> DynamicsResult {
        var options = DynamicsOptions()
        options.rightHandSides = Proposals(formulas: formulas)
        return try governingEquations(
            of: Self.glider.series(starts: [[5, 0.7], [1, 9]]), options: options, control: RunControl())
    }

    @Test func numbersOfProposalsAreFittedAgain() throws {
        let result = try answer(["y^2", "1.1*x - 0.9*cos(1.003*y)/(x + 0.01*y)"])
        #expect(result.status == .found)
        #expect(result.searched.contains(FormulaSearch.name))
        let terms = result.equations[1].terms
        #expect(Set(terms.map { ExpressionPrinter().text($0.function) }) == ["x", "cos(y)/x"])
        for term in terms { #expect(abs(abs(term.coefficient) - 1) < 1e-8) }
    }

    @Test(arguments: [["x*y"], ["1.1*x - cos(y)/(x + 0.3)^2", "sin(x*y)"], []])
    func wrongProposalsAreNotFound(formulas: [String]) throws {
        let result = try answer(formulas)
        #expect(result.status == .none)
        #expect(result.searched.last == FormulaSearch.name)
    }

    @Test(arguments: [
        "3*x", "2.5*x*(y + 0.5) - 0.4", "x/(2 + 3.5*y)", "exp(-0.3*x)*(1 + y)^2/(0.7 + 2*x)", "sqrt(4 + 0.5*x)*y",
        "cos(1.5*x + 0.2)^2 + x^1.5*y", "(x + y)/(x + 2.5*y)",
    ]) func takingApartKeepsTheValue(text: String) throws {
        let formula = try Expression.parse(text)
        let terms = try #require(FormulaTerms(formula, names: ["x", "y"]))
        let functions = terms.functions(terms.values.map { .real($0) })
        let random = RandomStream(seed: 3)
        for _ in 0..<20 {
            let values = ["x": 0.2 + random.uniform(), "y": 0.2 + random.uniform()]
            let sum = zip(functions, terms.coefficients).reduce(0) { $0 + $1.1 * $1.0.numericValue(values) }
            #expect(abs(sum - formula.numericValue(values)) < 1e-12 * max(1, abs(sum)))
        }
    }

    @Test func numbersThatOnlyScaleAreNoParameters() throws {
        // c/(a + b*x) has one number beside its coefficient.
        let terms = try #require(FormulaTerms(try Expression.parse("1.7*y/(2.5 + 0.3*x)"), names: ["x", "y"]))
        #expect(terms.parameters.count == 1)
        #expect(abs(terms.values[0] - 0.12) < 1e-15)
        #expect(abs(terms.coefficients[0] - 0.68) < 1e-15)
    }
}
