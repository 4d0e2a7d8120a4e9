import ArgumentParser
import Reports

/// The root of the command line.
struct DiscoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discover",
        abstract: "Find the laws behind measurements and the conserved quantities of differential equations.",
        discussion: """
            Results go to standard output, progress and warnings to standard error. `-` reads standard input. \
            -h shows examples.

            Exit codes: 0 found or passed, 1 nothing found or check failed, 2 wrong usage, 3 unusable input, \
            4 a limit came first, 5 numerical failure, 70 internal error, 130 or 143 interrupted.
            """,
        version: "\(ToolFacts.name) \(ToolFacts.version)",
        subcommands: [
            FitCommand.self, ConserveCommand.self, DynamicsCommand.self, EvalCommand.self, CheckCommand.self,
        ],
        helpNames: .long)
}
