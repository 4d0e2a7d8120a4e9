import Expressions
import Foundation
import SymbolicRegression
import Testing

@testable import Reports

@Suite struct FitReportTests {
    @Test func textOfALaw() {
        #expect(
            SampleResults.fit().text(style: .plain) == """
                W = 0.5021*m*v^2

                  R²        0.99987 train, 0.99981 held out
                  RMSE      0.0123 train, 0.0151 held out
                  noise     0.012 (estimated standard deviation in W)
                  rows      15 train, 5 held out, 1 dropped
                  lead      31.4 bits ahead of the best different law
                  verified  yes: the formula as printed, read back, gives these errors
                  search    ended with an accepted law, 12345 candidates scored

                constants
                  c1  0.5021 ± 0.0012

                reductions
                  u = m*v^2

                searched
                  every expression up to complexity 5 was tried

                front (errors on held-out rows; > marks the pick)
                   complexity    bits       R²    RMSE  formula
                            1     412     0.58    0.72  v
                >           7  210.25  0.99981  0.0151  0.5021*m*v^2

                  LaTeX  0.5021 m v^{2}
                  SymPy  0.5021*m*v**2

                """)
    }

    @Test func textWithoutALaw() {
        #expect(
            SampleResults.fit(best: nil, run: RunFacts(seconds: 1.234, threads: 2, host: "h")).text(style: .plain)
                == """
                no law found for W

                  rows    15 train, 5 held out, 1 dropped
                  noise   0.012 (estimated standard deviation in W)
                  search  ran to its end, 12345 candidates scored

                reductions
                  u = m*v^2

                searched
                  every expression up to complexity 5 was tried

                front (errors on held-out rows; > marks the pick)
                   complexity  bits    R²  RMSE  formula
                            1   412  0.58  0.72  v

                1.23 s, 2 threads, seed 1

                """)
    }

    @Test func aPickBesideTheFrontIsShownAmongIt() {
        var report = SampleResults.fit()
        report.result.front.removeLast()
        let lines = report.text(style: .plain).split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix(">           7") })
        #expect(report.json["front"]?.arrayValue?.count == 1)
    }

    @Test(arguments: [
        (31.44, "31.4 bits ahead"), (0.01, "none: another law"), (-0.04, "none: another law"),
        (-4.26, "none: a less simple law saves 4.3 bits"),
    ])
    func leads(bits: Double, words: String) {
        var report = SampleResults.fit()
        report.result.leadInBits = bits
        #expect(report.text(style: .plain).contains("lead      \(words)"))
    }

    @Test func unverifiedLawsSaySo() {
        var law = SampleResults.best
        law.isVerified = false
        #expect(SampleResults.fit(best: law).text(style: .plain).contains("verified  no:"))
    }

    @Test func narrowTerminalsCutTheFrontOnly() {
        let text = SampleResults.fit().text(style: TextStyle(width: 40, isColoured: false))
        let front = text.split(separator: "\n").drop { !$0.hasPrefix("front") }.dropFirst().prefix(3)
        #expect(front.allSatisfy { $0.count <= 39 })
        #expect(text.contains("W = 0.5021*m*v^2\n"))
    }

    @Test func jsonFields() throws {
        let json = SampleResults.fit(run: RunFacts(seconds: 0.5, threads: 2, host: "h")).json
        guard case .object(let members) = json else { throw TestFailure("not an object") }
        #expect(
            members.map(\.key) == [
                "schema", "tool", "input", "options", "status", "stopped", "noise", "best", "leadInBits", "front",
                "sympyNames", "searched", "structure", "rows", "evaluations", "warnings", "extrapolation", "guesses",
                "run",
            ])
        #expect(json["schema"]?.stringValue == "discover.fit/1")
        #expect(json["best"]?["expression"]?.stringValue == "0.5021*m*v^2")
        #expect(json["best"]?["sympy"]?.stringValue == "0.5021*m*v**2")
        #expect(json["best"]?["r2"]?["heldOut"]?.numberValue == 0.99981)
        #expect(json["best"]?["constants"]?.arrayValue?.first?["standardError"]?.numberValue == 0.0012)
        #expect(json["best"]?["verified"] == .bool(true))
        #expect(json["front"]?.arrayValue?.count == 2)
        #expect(json["noise"]?["estimate"]?.numberValue == 0.012)
        _ = try JSONSerialization.jsonObject(with: Data(json.text.utf8))
    }

    @Test func runIsLeftOutWithoutFacts() {
        let json = SampleResults.fit(best: nil).json
        #expect(json["run"] == nil)
        #expect(json["best"] == .null)
        #expect(!json.text.contains("threads"))
    }

    @Test func numbersThatAreNotFiniteNeverReachTheText() throws {
        var law = SampleResults.best
        law.descriptionLength = .infinity
        law.rSquared = .init(train: -.infinity, heldOut: .nan)
        let text = SampleResults.fit(best: law).json.text
        _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
        #expect(!text.lowercased().contains("inf\n") && !text.contains("nan"))
    }

    @Test func oddNamesStayData() throws {
        var report = SampleResults.fit()
        report.input.target = "E (J)\u{1B}[2J"
        report.input.columns = ["my var (m/s)", "exp"]
        report.result.best?.expression = .product([.variable("my var (m/s)"), .variable("exp")])
        let text = report.text(style: .plain)
        #expect(text.hasPrefix("`E (J)\\u{1b}[2J` = `my var (m/s)`*`exp`\n"))
        #expect(!text.contains("\u{1B}"))
        #expect(report.json["sympyNames"]?["my var (m/s)"]?.stringValue == "my_var__m_s_")
    }
}

/// A failure with a reason.
struct TestFailure: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}
