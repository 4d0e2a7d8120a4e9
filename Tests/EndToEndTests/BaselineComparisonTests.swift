import Diagnostics
import Expressions
import Reports
import SymbolicRegression
import Testing

@testable import discover

@Suite struct BaselineComparisonTests {
    private static let x = (1...12).map(Double.init)

    private func comparison(_ standardError: Double, rtol: Double = 1e-3) throws -> BaselineComparison {
        let text = """
            {"schema": "discover.fit/1", "best": {"expression": "2.0*x", "rmse": {"train": 0.1, "heldOut": null},
            "constants": [{"name": "c1", "value": 2.0, "standardError": \(standardError), "snapped": null}]}}
            """
        let law = try BaselineLaw(try JSONValue.parse(Array(text.utf8), file: "b"), file: "b")
        return BaselineComparison(law: law, relativeTolerance: rtol, maximumErrorIncrease: 10)
    }

    private func items(slope: Double, noise: Double, _ comparison: BaselineComparison) throws -> [CheckReport.Item] {
        let target = Self.x.enumerated().map { slope * $1 + ($0 % 2 == 0 ? noise : -noise) }
        let refit = FormulaRefit(columns: [("x", Self.x)], target: target)
        let formula = try Expression.parse("2.0*x")
        let errors = FormulaErrors(predictions: try refit.values(of: formula), target: target)
        return comparison.errorItems(errors, target: target) + comparison.constantItems(try refit.refit(formula))
    }

    @Test func theSameLawPasses() throws {
        let checks = try items(slope: 2, noise: 0.1, try comparison(0.01))
        #expect(checks.map(\.name) == ["defined", "error", "c1"])
        #expect(checks.map(\.isPassed) == [true, true, true])
    }

    @Test func aLargerErrorFails() throws {
        let checks = try items(slope: 2, noise: 0.12, try comparison(0.01))
        #expect(checks.map(\.isPassed) == [true, false, true])
    }

    @Test(arguments: [(2.001, true), (2.01, false)])
    func withoutNoiseTheToleranceDecides(slope: Double, isPassed: Bool) throws {
        let checks = try items(slope: slope, noise: 0, try comparison(0))
        #expect(checks.last?.isPassed == isPassed)
    }

    @Test(arguments: [(2.02, true), (2.2, false)])
    func standardErrorsWidenTheTolerance(slope: Double, isPassed: Bool) throws {
        let checks = try items(slope: slope, noise: 0, try comparison(0.01))
        #expect(checks.last?.isPassed == isPassed)
    }

    @Test func undefinedRowsFail() throws {
        let errors = FormulaErrors(predictions: [1, .nan], target: [1, 2])
        let checks = try comparison(0).errorItems(errors, target: [1, 2])
        #expect(checks.first?.isPassed == false)
    }
}
