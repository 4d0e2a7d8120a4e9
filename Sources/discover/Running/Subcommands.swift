import ArgumentParser
import Diagnostics
import Expressions

/// The first word of the command line.
enum Subcommands {
    /// Names of all commands.
    static var names: [String] { DiscoverCommand.configuration.subcommands.compactMap { $0.configuration.commandName } }

    /// Refuses an unknown command with a suggestion, which the argument parser alone does not give.
    ///
    /// - Throws: `DiscoverError.usage`.
    static func check(_ arguments: [String]) throws {
        guard let first = arguments.first, !first.hasPrefix("-"), first != "help", !names.contains(first) else {
            return
        }
        var hint = "commands are \(names.joined(separator: ", "))"
        if let near = NameSuggestion.closest(to: first, among: names) { hint = "did you mean '\(near)'? \(hint)" }
        throw DiscoverError.usage(Diagnostic("usage.unknown-command", "unknown command '\(first)'", hint: hint))
    }
}
