import ArgumentParser

/// Data with known laws, for the tables in docs/benchmarks.
@main
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discover-bench", abstract: "Print data whose laws are known.", subcommands: [PDECommand.self])
}
