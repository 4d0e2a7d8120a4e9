import ConservationLaws
import Expressions
import Foundation
import Testing

@testable import Reports

@Suite struct ConservationReportTests {
    @Test func textOfALaw() {
        #expect(
            SampleResults.conservation(found: true).text(style: .plain) == """
                1 conserved quantity in 2 variables

                  H = x^2 + y^2
                    proved exactly: dH/dt = (2*x)*(y) + (2*y)*(-x) = 0

                  class     polynomials of degree at most 4 in x, y
                  complete  yes, every polynomial up to degree 4 was tried (14 basis functions)
                  search    every degree up to 4 was tried

                LaTeX
                  x^{2} + y^{2}

                """)
    }

    @Test func textWithoutALaw() {
        #expect(
            SampleResults.conservation(found: false).text(style: .plain) == """
                no conserved quantity found in 2 variables

                  class     polynomials of degree at most 4 in x, y
                  complete  yes, every polynomial up to degree 4 was tried (14 basis functions)
                  search    every degree up to 4 was tried

                what is known
                  no polynomial law up to degree 4 exists

                """)
    }

    @Test(arguments: [(1, "1 s, 1 thread\n"), (2, "1 s, 2 threads\n")])
    func threadsAreCounted(threads: Int, text: String) {
        let run = RunFacts(seconds: 1, threads: threads, host: "h")
        #expect(SampleResults.conservation(found: true, run: run).text(style: .plain).hasSuffix(text))
    }

    @Test func jsonFields() throws {
        let json = SampleResults.conservation(found: true, run: RunFacts(seconds: 1, threads: 1, host: "h")).json
        guard case .object(let members) = json else { throw TestFailure("not an object") }
        #expect(
            members.map(\.key) == [
                "schema", "tool", "input", "system", "options", "class", "status", "stopped", "count", "complete",
                "laws", "timeDependentLaws", "conditionalLaws", "sympyNames", "statements", "evaluations", "warnings",
                "run",
            ])
        #expect(json["count"]?.numberValue == 1)
        let law = try #require(json["laws"]?.arrayValue?.first)
        #expect(law["sympy"]?.stringValue == "x**2 + y**2")
        #expect(law["certificate"]?["kind"]?.stringValue == "exact")
        #expect(law["certificate"]?["gradient"]?.arrayValue?.count == 2)
        #expect(json["system"]?["parameters"]?.arrayValue?.map { $0["value"] } == [.string("3"), .null])
        #expect(json["options"]?["timeoutSeconds"]?.numberValue == 2.5)
        _ = try JSONSerialization.jsonObject(with: Data(json.text.utf8))
    }

    @Test func nothingFoundIsAnAnswer() {
        let json = SampleResults.conservation(found: false).json
        #expect(json["status"]?.stringValue == "none")
        #expect(json["count"]?.numberValue == 0)
        #expect(json["laws"] == .array([]))
        #expect(json["run"] == nil)
    }

    @Test func approximateLawsAreListedApart() throws {
        var report = SampleResults.conservation(found: false)
        var law = try #require(SampleResults.conservation(found: true).result.laws.first)
        law.certificate.kind = .numeric
        law.certificate.identity = "it changes a little"
        law.drift = .init(time: 20, motions: 16, typical: 0.01, largest: 0.25)
        report.result.approximateLaws = [law]
        report.options.wantsApproximate = true
        let text = report.text(style: .plain)
        #expect(text.contains("approximate only, found by numbers"))
        #expect(text.contains("A1 = x^2 + y^2\n    measured: it changes a little"))
        let json = report.json
        #expect(json["count"]?.numberValue == 0)
        let first = try #require(json["approximateLaws"]?.arrayValue?.first)
        #expect(first["certificate"]?["kind"]?.stringValue == "numeric")
        #expect(first["drift"]?["largest"]?.numberValue == 0.25)
        #expect(json["options"]?["approximate"] == .bool(true))
        // Without the option the key is missing, as before.
        #expect(SampleResults.conservation(found: true).json["approximateLaws"] == nil)
    }

    @Test func documentsAreReadBackWithTheirCertificates() throws {
        var report = SampleResults.conservation(found: true)
        report.result.laws[0].certificate.multipliers = [(.variable("x"), .variable("y"))]
        report.result.laws[0].certificate.factor = .integer(2)
        let document = try ConservationDocument(report.json, file: "law.json")
        let law = try #require(document.laws.first?.law)
        #expect(law.certificate.gradient.map(\.variable) == ["x", "y"])
        #expect(law.certificate.multipliers.map(\.multiplier) == [.variable("y")])
        #expect(law.certificate.factor == .integer(2))
    }

    @Test func programsForSymPyAreForEquationsOnly() {
        var report = SampleResults.conservation(found: true)
        #expect(report.sympyScript?.contains("rates = {") == true)
        report.system.kind = .map
        #expect(report.sympyScript?.contains("images = {") == true)
        report.system.kind = .measured
        #expect(report.sympyScript == nil)
    }
}
