import Foundation
import SymbolicRegression
import Testing

@testable import discover

/// Commands of the user: exchange, bounds, endings.
@Suite struct ChildProcessTests {
    // As the program does at its start: a command that does not read must not end its caller.
    init() { signal(SIGPIPE, SIG_IGN) }

    private func run(
        _ command: String, input: String = "", seconds: Double = 20, bytes: Int = 100_000,
        shouldStop: () -> Bool = { false }
    ) -> (output: String, ending: ChildProcess.Ending) {
        let child = ChildProcess(command: command, limit: .seconds(seconds), maximumOutput: bytes, isSilent: true)
        let (output, ending) = child.run(input: Array(input.utf8), shouldStop: shouldStop)
        return (String(decoding: output, as: UTF8.self), ending)
    }

    @Test func whatGoesInComesOut() {
        let long = String(repeating: "0123456789\n", count: 50_000)
        let (output, ending) = run("cat", input: long, bytes: 1_000_000)
        #expect(output == long)
        #expect(ending == .exited(0))
    }

    @Test func inputNeedNotBeRead() {
        let (output, ending) = run("echo x", input: String(repeating: "y", count: 1_000_000))
        #expect(output == "x\n")
        #expect(ending == .exited(0))
    }

    @Test func endingsAreTold() {
        #expect(run("echo a; exit 7").ending == .exited(7))
        #expect(run("kill -9 $$").ending == .signalled(9))
        #expect(run("no-such-program-anywhere").ending == .exited(127))
        #expect(run("sleep 100", seconds: 0.2).ending == .timedOut)
        #expect(run("sleep 100", shouldStop: { true }).ending == .stopped)
    }

    @Test func outputIsBounded() {
        let (output, ending) = run("yes", bytes: 10_000)
        #expect(output.utf8.count == 10_000)
        #expect(ending == .tooMuchOutput)
    }

    @Test func whatStaysBehindIsNotWaitedFor() {
        // A background process keeps the pipe open; the shell itself ends at once.
        let (output, ending) = run("sleep 1000 & echo done")
        #expect(output == "done\n")
        #expect(ending == .exited(0))
    }

    @Test func signalsAreNotInherited() {
        // A writer whose reader is gone ends silently only if SIGPIPE has its usual meaning.
        #expect(run("(yes; echo $? >&3) 3>&1 | head -1 > /dev/null").ending == .exited(0))
    }

    private let problem = RegressionProblem(inputNames: ["x"], inputs: [[1, 2]], targetName: "y", target: [1, 2])

    @Test func answersAreReadLineByLine() {
        let text = "\n# note\n x + 1\r\n{\"formula\": \"2*x\"}\n{\"other\": 1}\nsystem('rm')\ny = 3*x\n"
        let (formulas, isCut) = ProposalProgram.formulas(in: Array(text.utf8), round: 2, problem: problem)
        #expect(formulas.map(\.text) == ["x + 1", "2*x", "{\"other\": 1}", "system('rm')", "y = 3*x"])
        let isFormula = formulas.map { formula in
            if case .success = formula.guess { true } else { false }
        }
        #expect(isFormula == [true, true, false, false, true])
        #expect(!isCut)
    }

    @Test func onlySoManyFormulasAreLookedAt() {
        let text = String(repeating: "x\n", count: ProposalProgram.maximumFormulas + 1)
        let (formulas, isCut) = ProposalProgram.formulas(in: Array(text.utf8), round: 1, problem: problem)
        #expect(formulas.count == ProposalProgram.maximumFormulas)
        #expect(isCut)
    }

    @Test(arguments: 0..<60)
    func garbageNeverCrashes(_ seed: Int) {
        var state = UInt64(seed) &* 6_364_136_223_846_793_005 &+ 1
        let bytes = (0..<400).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let value = UInt8(truncatingIfNeeded: state >> 33)
            return seed % 2 == 0 ? value : Array("x+-*/^()0.9e{}\"\n :,formula".utf8)[Int(value) % 25]
        }
        let (formulas, _) = ProposalProgram.formulas(in: bytes, round: 1, problem: problem)
        for formula in formulas {
            if case .success(let guess) = formula.guess { #expect(guess.constants.count <= 20) }
        }
    }
}
