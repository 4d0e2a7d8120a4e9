import Expressions
import Testing

@testable import SymbolicRegression

@Suite struct ConstantTests {
    @Test(arguments: [
        (0.5, "1/2"), (-3.0, "-3"), (Double.pi, "pi"), (1 / (4 * Double.pi), "1/(4*pi)"), (2.0.squareRoot(), "sqrt(2)"),
        (2 * Double.pi * Double.pi, "2*pi^2"), (0.375, "3/8"), ((2 / Double.pi).squareRoot(), "sqrt(2/pi)"),
    ])
    func exactFormsAreRecognised(_ value: Double, _ text: String) throws {
        let found = try #require(ConstantSnapping.candidates(near: value, tolerance: 1e-12 * abs(value)).first)
        #expect(abs(found.numericValue() - value) < 1e-12)
        #expect(try Expression.parse(text).simplified() == found.simplified())
    }

    @Test func ordinaryNumbersHaveNoExactForm() {
        for value in [0.7243981, 6.67430e-11, 299792458.0, 1.3806] {
            #expect(ConstantSnapping.candidates(near: value, tolerance: 1e-9 * value).isEmpty, "\(value)")
        }
    }

    @Test func fitRecoversConstantsWithErrors() throws {
        let problem = try Laws.table("2.5*exp(-0.7*x) + 0.3", [("x", 0, 5)], rows: 400, noise: 0.01)
        let start = try Expression.parse("1.5*exp(-0.4*x) + 0.1", variables: ["x"])
        let fit = try #require(
            ConstantFit(
                start, variables: ["x"], columns: problem.inputs, target: problem.target, rows: 0..<400))
        let truth = [2.5, -0.7, 0.3]
        let errors = try #require(fit.standardErrors)
        let values = fit.values.sorted(), sorted = truth.sorted()
        for (value, wanted) in zip(values, sorted) { #expect(abs(value - wanted) < 0.05) }
        #expect(errors.allSatisfy { $0 > 0 && $0 < 0.05 })
    }
}
