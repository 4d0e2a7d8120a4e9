import Diagnostics
import Expressions
import Foundation
import SymbolicRegression
import Testing

@testable import Reports

@Suite struct EvaluationAndCheckTests {
    private let errors = FormulaErrors(predictions: [1, 2.5, .nan, 4], target: [1, 2, 3, 4])

    @Test func evaluationText() {
        let report = EvaluationReport(
            expression: .variable("v"), original: .variable("v"), errors: errors,
            constants: [FittedConstant(name: "c1", value: 2.5, standardError: 0.1, snapped: nil)],
            input: SampleResults.input, warnings: [])
        #expect(
            report.text(style: .plain) == """
                W = v

                  R²        0.946
                  RMSE      0.288675
                  relative  0.109
                  largest   0.5 in line 2
                  rows      3, not defined in 1 more

                refitted constants
                  c1  2.5 ± 0.1

                """)
        #expect(report.json["errors"]?["undefinedRows"]?.numberValue == 1)
        #expect(report.json["refitted"] == .bool(true))
    }

    @Test func predictionsAsCSV() {
        let table = PredictionTable(
            inputNames: ["a,b", "q\"x"], inputs: [[1, 2], [0.1, 3]], targetName: "y", target: [1.5, 2],
            predictions: [1, .nan])
        #expect(table.csv == "\"a,b\",\"q\"\"x\",y,prediction,residual\n1,0.1,1.5,1,0.5\n2,3,2,,\n")
    }

    @Test func checkVerdicts() {
        var report = CheckReport(
            expression: .variable("v"), baselinePath: "b.json",
            items: [
                .init(name: "error", isPassed: true, baseline: 1, value: 1, bound: 1.1, explanation: "fine"),
                .init(name: "c1", isPassed: false, baseline: 2, value: 3, bound: 0.1, explanation: "moved"),
            ], errors: errors, input: SampleResults.input, relativeTolerance: 1e-3, maximumErrorIncrease: 10,
            warnings: [])
        #expect(!report.isPassed)
        #expect(report.text(style: .plain).hasPrefix("failed: 1 of 2 checks\n  W = v\n"))
        #expect(report.text(style: .plain).contains("  FAILED  c1: moved\n"))
        #expect(report.json["status"]?.stringValue == "failed")
        report.items.removeLast()
        #expect(report.isPassed)
        #expect(report.text(style: .plain).hasPrefix("passed\n"))
        #expect(report.json["status"]?.stringValue == "passed")
    }

    @Test func baselinesAreReadFromResults() throws {
        let document = try JSONValue.parse(Array(SampleResults.fit().json.text.utf8), file: "b.json")
        let law = try BaselineLaw(document, file: "b.json")
        #expect(law.expressionText == "0.5021*m*v^2")
        #expect(law.target == "W")
        #expect(law.referenceError == 0.0151)
        #expect(law.constants.map(\.value) == [0.5021])
    }

    @Test(arguments: [
        ("{}", "baseline.schema"), ("{\"schema\":\"discover.conserve/1\"}", "baseline.schema"),
        ("{\"schema\":\"discover.fit/2\"}", "baseline.schema"), ("[]", "baseline.schema"),
        ("{\"schema\":\"discover.fit/1\",\"best\":null}", "baseline.no-law"),
    ])
    func otherDocumentsAreRefused(text: String, code: String) throws {
        let document = try JSONValue.parse(Array(text.utf8), file: "b.json")
        let error = try #require(throws: DiscoverError.self) { try BaselineLaw(document, file: "b.json") }
        #expect(error.diagnostics.map(\.code) == [code])
        #expect(error.exitCode == .input)
    }
}
