import Diagnostics
import Testing

@testable import Reports

@Suite struct SeveralFitsTests {
    private func document(_ reports: [FitReport]) throws -> JSONValue {
        let text = SeveralFitsReport(reports: reports, run: nil).json.text
        return try JSONValue.parse(Array(text.utf8), file: "r")
    }

    private var two: [FitReport] {
        var other = SampleResults.fit(best: SampleResults.simple)
        other.input.target = "Q"
        return [SampleResults.fit(), other]
    }

    @Test func everyResultIsAWholeDocument() throws {
        let document = try document(two)
        let results = try #require(document["results"]?.arrayValue)
        #expect(results.map { $0["schema"]?.stringValue } == ["discover.fit/1", "discover.fit/1"])
        #expect(document["status"]?.stringValue == "found")
        let single = try BaselineLaw(results[0], file: "r")
        #expect(single.target == "W")
    }

    @Test func oneMissingLawMakesTheStatusNone() throws {
        #expect(try document([SampleResults.fit(), SampleResults.fit(best: nil)])["status"]?.stringValue == "none")
    }

    @Test func baselinesAreChosenByTarget() throws {
        let document = try document(two)
        #expect(try BaselineLaw(document, file: "r", target: "Q").expressionText == "v")
        for wanted in [nil, "X"] {
            let error = try #require(throws: DiscoverError.self) {
                try BaselineLaw(document, file: "r", target: wanted)
            }
            #expect(error.diagnostics.first?.code == "baseline.several-targets")
        }
    }

    @Test func textHasABlockPerTarget() {
        let text = SeveralFitsReport(
            reports: two, run: RunFacts(seconds: 2, threads: 1, host: "h")
        ).text(style: .plain)
        #expect(text.contains("\n\n\nQ = v\n"))
        #expect(text.hasPrefix("W = "))
        #expect(text.hasSuffix("2 s, 1 thread\n"))
    }
}
