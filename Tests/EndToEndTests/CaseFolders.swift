import Foundation
import Testing

/// Runs every folder under `Cases`; `make accept` rewrites what they expect.
@Suite struct CaseFolders {
    static let accepts = ProcessInfo.processInfo.environment["DISCOVER_ACCEPT"] == "1"

    @Test func thereAreCases() {
        #expect(CommandCase.all.count > 20)
        #expect(CommandCase.all.allSatisfy { $0.text("cmd") != nil })
    }

    @Test(arguments: CommandCase.all)
    func runsAsExpected(_ commandCase: CommandCase) throws {
        let outcome = try commandCase.run()
        let expectedLines = commandCase.text("expect")
        if Self.accepts {
            if expectedLines == nil { try commandCase.accept(outcome.standardOutput, as: "expout") }
            try commandCase.accept(outcome.standardError.isEmpty ? nil : outcome.standardError, as: "experr")
            try commandCase.accept(outcome.exitCode == 0 ? nil : "\(outcome.exitCode)\n", as: "exitcode")
            return
        }
        let expectedCode = commandCase.text("exitcode").flatMap { Int32($0.filter(\.isNumber)) } ?? 0
        #expect(outcome.exitCode == expectedCode)
        #expect(outcome.standardError == commandCase.text("experr") ?? "")
        if let expectedLines {
            for line in expectedLines.split(separator: "\n") {
                #expect(outcome.standardOutput.contains(line))
            }
        } else {
            #expect(outcome.standardOutput == commandCase.text("expout") ?? "")
        }
    }
}
