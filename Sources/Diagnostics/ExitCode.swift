/// The exit codes of every command.
public enum ExitCode: Int32, Sendable {
    /// A law was found, or a check passed.
    case success = 0
    /// Ran to plan and the answer is no: nothing acceptable found, or a check failed.
    case negative = 1
    /// Wrong flags, option values or combinations of options.
    case usage = 2
    /// A file, table, formula or system that cannot be used.
    case input = 3
    /// A limit ended the run before an acceptable law was found.
    case limit = 4
    /// A numerical failure prevented an answer.
    case numericalFailure = 5
    /// A bug in the program.
    case internalError = 70
    /// Interrupted (SIGINT); the best so far was printed.
    case interrupted = 130
    /// Terminated (SIGTERM); the best so far was printed.
    case terminated = 143
}
