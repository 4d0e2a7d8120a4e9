import ArgumentParser
import Diagnostics
import Expressions
import SymbolicRegression

/// The options that bring formulas from outside into a search.
struct GuessOptions: ParsableArguments {
    /// More guesses than this are no guesses.
    static let maximumGuesses = 1000

    @Option(
        help: ArgumentHelp(
            "A formula to start from, may be repeated; @file reads one per line. Names that are no columns are constants.",
            valueName: "formula"))
    var guess: [String] = []

    @Option(
        help: ArgumentHelp(
            "Program that proposes formulas: reads the problem and the scoreboard as JSON lines, writes one formula per "
                + "line.", valueName: "command"))
    var propose: String?

    @Option(help: ArgumentHelp("How many times the program is asked.", valueName: "count"))
    var proposeRounds: Int = 3

    @Option(help: ArgumentHelp("Longest time of the program per round.", valueName: "seconds"))
    var proposeTimeout: Double = 60

    func validate() throws {
        if !(1...1000).contains(proposeRounds) { throw ValidationError("--propose-rounds must be between 1 and 1000.") }
        if !(proposeTimeout > 0 && proposeTimeout <= 1e6) {
            throw ValidationError("--propose-timeout must be a number of seconds above 0 and at most 1e6.")
        }
        if propose == "" { throw ValidationError("--propose needs a command.") }
    }

    /// The guesses for a question.
    ///
    /// - Throws: `DiscoverError.input` for unreadable files and for text that is no formula, all of it at once.
    func guesses(for problem: RegressionProblem, constants: [PhysicalConstant]) throws -> [Guess] {
        var texts: [(text: String, origin: String, place: SourceLocation)] = []
        for (number, given) in guess.enumerated() {
            guard given.hasPrefix("@") else {
                let place = SourceLocation(file: guess.count == 1 ? "guess" : "guess \(number + 1)")
                texts.append((given, "guess", place))
                continue
            }
            let path = String(given.dropFirst())
            let lines = try TextInput(path: path).text().split(
                omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            for (row, line) in lines.enumerated() {
                let text = String(line.prefix { $0 != "#" })
                if text.allSatisfy(\.isWhitespace) { continue }
                texts.append((text, "guess", SourceLocation(file: path, row: row + 1)))
            }
        }
        guard texts.count <= Self.maximumGuesses else {
            throw DiscoverError.usage(
                Diagnostic(
                    "usage.too-many-guesses", "\(texts.count) guesses, expected at most \(Self.maximumGuesses)"))
        }
        var problems: [Diagnostic] = []
        var guesses: [Guess] = []
        for (text, origin, place) in texts {
            do {
                guesses.append(
                    try Guess(
                        text, origin: origin, columns: problem.inputNames, target: problem.targetName,
                        values: Self.values(constants)))
            } catch {
                problems += error.diagnostics.map {
                    var diagnostic = $0
                    diagnostic.location = SourceLocation(
                        file: place.file, row: place.row, column: $0.location?.column)
                    return diagnostic
                }
            }
        }
        guard problems.isEmpty else { throw DiscoverError.input(Array(problems.prefix(20))) }
        return guesses
    }

    /// Values by name, the first one of each.
    static func values(_ constants: [PhysicalConstant]) -> [String: Double] {
        Dictionary(constants.map { ($0.name, $0.value) }) { first, _ in first }
    }

    /// The program that proposes formulas, nil when there is none.
    func proposals(_ options: FitOptions, isSilent: Bool) -> ProposalProgram? {
        propose.map {
            ProposalProgram(
                rounds: proposeRounds, rules: options.rules, values: Self.values(options.physicalConstants),
                child: ChildProcess(
                    command: $0, limit: .seconds(proposeTimeout), maximumOutput: ProposalProgram.maximumOutput,
                    isSilent: isSilent))
        }
    }
}
