import ArgumentParser
import Diagnostics
import Glibc
import NumericKernel
import Reports

/// The process: parses the command line, runs the command, turns every error into text and an exit code.
@main
enum Entry {
    static func main() {
        KernelSetup.once
        // A reader that has had enough (`discover ... | head`) must not end the process with a signal.
        signal(SIGPIPE, SIG_IGN)
        occupyStandardStreams()
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            if let text = ShortHelp.text(for: arguments) { return try StandardOutput.write(text) }
            try Subcommands.check(arguments)
            var command = try DiscoverCommand.parseAsRoot(arguments)
            try command.run()
        } catch let error as DiscoverError {
            ErrorReport(error, asJSON: arguments.contains("--json")).print()
            exit(error.exitCode.rawValue)
        } catch let code as CommandExit {
            exit(code.code.rawValue)
        } catch {
            leave(with: error, asJSON: arguments.contains("--json"))
        }
    }

    /// Keeps files that are opened later from becoming a standard stream that the caller has closed.
    ///
    /// Opened for the wrong direction, so that the first use still fails.
    private static func occupyStandardStreams() {
        for (number, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
        where fcntl(number, F_GETFD) < 0 {
            _ = open("/dev/null", mode)
        }
    }

    /// What to add to the argument parser's complaint about a formula that looks like an option.
    private static func formulaHint(_ arguments: [String]) -> String? {
        guard arguments.first == "eval", let formula = arguments.dropFirst().first, formula.hasPrefix("-"),
            !formula.hasPrefix("--")
        else { return nil }
        return "a formula that begins with a minus sign goes between parentheses"
    }

    /// Help and version go to standard output with code 0; wrong usage to standard error with code 2.
    private static func leave(with error: any Error, asJSON: Bool) -> Never {
        var text = DiscoverCommand.fullMessage(for: error)
        // One spelling for all errors.
        if text.hasPrefix("Error: ") { text = "error: " + text.dropFirst(7) }
        if DiscoverCommand.exitCode(for: error).isSuccess {
            do { try StandardOutput.write(text + "\n") } catch { exit(Diagnostics.ExitCode.input.rawValue) }
            exit(Diagnostics.ExitCode.success.rawValue)
        }
        let arguments = Array(CommandLine.arguments.dropFirst())
        if asJSON {
            let message = DiscoverCommand.message(for: error)
            ErrorReport(
                .usage(Diagnostic("usage", message, hint: formulaHint(arguments) ?? "see discover --help")),
                asJSON: true
            )
            .print()
        } else {
            if let hint = formulaHint(arguments) { text += "\n  hint: \(hint)" }
            StandardError.write(text + "\n")
        }
        exit(Diagnostics.ExitCode.usage.rawValue)
    }
}

/// Ends the process with a code after everything has been printed.
struct CommandExit: Error {
    /// The code.
    var code: Diagnostics.ExitCode
}
