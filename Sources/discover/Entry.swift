import ArgumentParser
import Diagnostics
import Glibc
import Reports

/// The process: parses the command line, runs the command, turns every error into text and an exit code.
@main
enum Entry {
    static func main() {
        // A reader that has had enough (`discover ... | head`) must not end the process with a signal.
        signal(SIGPIPE, SIG_IGN)
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

    /// Help and version go to standard output with code 0; wrong usage to standard error with code 2.
    private static func leave(with error: any Error, asJSON: Bool) -> Never {
        var text = DiscoverCommand.fullMessage(for: error)
        // One spelling for all errors.
        if text.hasPrefix("Error: ") { text = "error: " + text.dropFirst(7) }
        if DiscoverCommand.exitCode(for: error).isSuccess {
            do { try StandardOutput.write(text + "\n") } catch { exit(Diagnostics.ExitCode.input.rawValue) }
            exit(Diagnostics.ExitCode.success.rawValue)
        }
        if asJSON {
            let message = DiscoverCommand.message(for: error)
            ErrorReport(.usage(Diagnostic("usage", message, hint: "see discover --help")), asJSON: true).print()
        } else {
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
