import Diagnostics
import Testing

/// What users see when something is wrong.
struct DiagnosticTests {
    @Test(arguments: [
        (Diagnostics.SourceLocation(file: "data.csv"), "data.csv"),
        (Diagnostics.SourceLocation(file: "data.csv", row: 3), "data.csv:3"),
        (Diagnostics.SourceLocation(file: "data.csv", row: 3, column: 7), "data.csv:3:7"),
        (Diagnostics.SourceLocation(file: "formula", column: 7), "formula: column 7"),
    ])
    func placesReadWell(location: Diagnostics.SourceLocation, text: String) {
        #expect(location.description == text)
    }

    @Test func messagesHavePlaceSeverityAndHint() {
        let place = Diagnostics.SourceLocation(file: "a", row: 1)
        let full = Diagnostic("x.y", "no such thing", at: place, hint: "try another")
        #expect(full.description == "a:1: error: no such thing\n  hint: try another")
        let plain = Diagnostic("x.y", "odd", severity: .warning)
        #expect(plain.description == "warning: odd")
    }

    @Test func errorsKnowTheirExitCode() {
        let one = Diagnostic("a", "b")
        #expect(DiscoverError.usage(one).exitCode.rawValue == 2)
        #expect(DiscoverError.input([one, one]).exitCode.rawValue == 3)
        #expect(DiscoverError.input([one, one]).diagnostics.count == 2)
        #expect(DiscoverError.numeric(one).exitCode.rawValue == 5)
        #expect(DiscoverError.internalFailure(one).exitCode.rawValue == 70)
        #expect(DiscoverError.input("c", "m", hint: "h").diagnostics == [Diagnostic("c", "m", hint: "h")])
    }

    @Test func budgetsStopRuns() {
        let control = RunControl(maximumEvaluations: 10)
        #expect(control.stopReason == nil)
        control.charge(9)
        #expect(!control.isStopping)
        control.charge(1)
        #expect(control.stopReason == .evaluations)
        control.interrupt()
        #expect(control.stopReason == .interrupted)
    }

    @Test func timeoutsStopRuns() {
        #expect(RunControl(timeout: .zero).stopReason == .timeout)
        #expect(RunControl(timeout: .seconds(3600)).stopReason == nil)
    }

    @Test func partsOfARunShareItsBudget() {
        let run = RunControl(maximumEvaluations: 90)
        let first = RunControl(next: run, of: 3)
        #expect(first.maximumEvaluations == 30)
        first.charge(10)
        #expect(run.evaluations == 10)
        let second = RunControl(next: run, of: 2)
        #expect(second.maximumEvaluations == 40)
        second.charge(40)
        #expect(second.stopReason == .evaluations)
        #expect(first.stopReason == nil)
        run.interrupt()
        #expect(first.stopReason == .interrupted)
        #expect(RunControl(next: RunControl(), of: 2).maximumEvaluations == .max / 2)
        #expect(RunControl(next: RunControl(), of: 2, atMost: 70).maximumEvaluations == 70)
        #expect(RunControl(next: RunControl(maximumEvaluations: 60), of: 2, atMost: 70).maximumEvaluations == 30)
        #expect(RunControl(next: RunControl(timeout: .zero), of: 2).stopReason == .timeout)
    }
}
