import Diagnostics
import Testing

@testable import discover

@Suite struct OutcomeTests {
    @Test(arguments: StopReason.allCases)
    func aLawIsSuccessUnlessInterrupted(stopped: StopReason) {
        let code = Outcome.exitCode(isFound: true, stopped: stopped, signal: nil)
        #expect(code == (stopped == .interrupted ? .interrupted : .success))
    }

    @Test(arguments: zip(StopReason.allCases, [1, 1, 4, 4, 130]))
    func noLaw(stopped: StopReason, code: Int32) {
        #expect(Outcome.exitCode(isFound: false, stopped: stopped, signal: nil).rawValue == code)
    }

    @Test func theSignalDecidesTheCode() {
        #expect(Outcome.exitCode(isFound: true, stopped: .interrupted, signal: .terminated) == .terminated)
        // A signal that came after the search had ended changes nothing.
        #expect(Outcome.exitCode(isFound: true, stopped: .accepted, signal: .interrupted) == .success)
    }
}
