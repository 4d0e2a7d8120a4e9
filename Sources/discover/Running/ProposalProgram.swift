import Diagnostics
import Glibc
import Reports
import SymbolicRegression

/// A program of the user that proposes formulas, see docs/proposals.md.
///
/// What it writes is data: lines are read by the bounded parser of formulas, whatever does not belong there is counted and
/// told about once per round.
struct ProposalProgram: ProposalSource {
    /// Most bytes of an answer.
    static let maximumOutput = 1 << 20
    /// Most formulas of an answer that are looked at.
    static let maximumFormulas = 500

    let rounds: Int
    let rules: FormulaRules
    /// Numbers that formulas may use by name.
    var values: [String: Double] = [:]
    let child: ChildProcess

    func proposals(
        round: Int, for problem: RegressionProblem, trainingRows: Int, laws: [FittedLaw],
        judgements: [GuessJudgement], control: RunControl
    ) -> ProposalAnswer {
        let request = ProposalRequest(
            problem: problem, trainingRows: trainingRows, rules: rules, laws: laws, judgements: judgements,
            round: round, rounds: rounds)
        let (output, ending) = child.run(input: Array(request.text.utf8)) { control.isStopping }
        var (formulas, isCut) = Self.formulas(in: output, round: round, problem: problem, values: values)
        if ending != .exited(0), ending != .tooMuchOutput, output.last != UInt8(ascii: "\n"), !formulas.isEmpty {
            // The last line was not finished.
            formulas.removeLast()
        }
        var complaints: [String] = []
        if let sentence = sentence(ending) { complaints.append(sentence) }
        if isCut { complaints.append("only its first \(Self.maximumFormulas) formulas were looked at") }
        let useless = formulas.filter { if case .failure = $0.guess { true } else { false } }
        if let first = useless.first, case .failure(let error) = first.guess {
            complaints.append(
                "\(useless.count) of \(formulas.count) lines are no formulas, the first is '\(Self.excerpt(first.text))': "
                    + (error.diagnostics.first?.message ?? ""))
        }
        if formulas.isEmpty, complaints.isEmpty, round == 1 { complaints.append("it proposed nothing") }
        return ProposalAnswer(
            formulas: formulas,
            warning: complaints.isEmpty
                ? nil : "--propose, round \(round): " + complaints.joined(separator: "; "),
            isLast: ending != .exited(0) || formulas.isEmpty)
    }

    private static func excerpt(_ text: String) -> String {
        text.count > 40 ? text.prefix(20) + "..." : text
    }

    private func sentence(_ ending: ChildProcess.Ending) -> String? {
        switch ending {
        case .exited(0), .stopped: nil
        case .exited(127): "the program was not found (status 127) and is not asked again"
        case .exited(let status): "the program failed with status \(status) and is not asked again"
        case .signalled(let number): "the program was ended by signal \(number) and is not asked again"
        case .timedOut: "the program did not finish within --propose-timeout and is not asked again"
        case .tooMuchOutput: "the program wrote more than \(Self.maximumOutput) bytes and is not asked again"
        case .notStarted(let number): "the program could not be started: \(String(cString: strerror(number)))"
        }
    }

    /// The formulas of an answer: plain lines, or JSON objects with a key `formula`; empty lines and `#` lines say nothing.
    static func formulas(
        in output: [UInt8], round: Int, problem: RegressionProblem, values: [String: Double] = [:]
    ) -> (formulas: [ProposalAnswer.Formula], isCut: Bool) {
        var formulas: [ProposalAnswer.Formula] = []
        for line in output.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            let text = String(decoding: line, as: UTF8.self).drop { $0 == " " || $0 == "\t" }
            if text.isEmpty || text.first == "#" { continue }
            if formulas.count == maximumFormulas { return (formulas, true) }
            formulas.append(formula(String(text), Array(line), round, problem, values))
        }
        return (formulas, false)
    }

    private static func formula(
        _ line: String, _ bytes: [UInt8], _ round: Int, _ problem: RegressionProblem, _ values: [String: Double]
    ) -> ProposalAnswer.Formula {
        let origin = "proposal \(round)"
        var text = line
        do {
            if line.first == "{" {
                guard let formula = try JSONValue.parse(bytes, file: origin)["formula"]?.stringValue else {
                    throw DiscoverError.input("proposal.no-formula", "the JSON object has no text \"formula\"")
                }
                text = formula
            }
            let guess = try Guess(
                text, origin: origin, columns: problem.inputNames, target: problem.targetName, values: values)
            return ProposalAnswer.Formula(text: text, guess: .success(guess))
        } catch let error as DiscoverError {
            return ProposalAnswer.Formula(text: text, guess: .failure(error))
        } catch {
            return ProposalAnswer.Formula(
                text: text, guess: .failure(.input("proposal.unreadable", "the line cannot be read")))
        }
    }
}
