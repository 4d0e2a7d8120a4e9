/// Every way in which a command can fail, one case per exit code.
public enum DiscoverError: Error, Sendable {
    /// Flags or option values that make no sense.
    case usage(Diagnostic)
    /// Files, tables, formulas or systems that cannot be used; all the problems found, at least one.
    case input([Diagnostic])
    /// A computation that broke down, with the routine that did.
    case numeric(Diagnostic)
    /// A promise of the program that did not hold: a bug.
    case internalFailure(Diagnostic)

    /// The exit code that the process ends with.
    public var exitCode: ExitCode {
        switch self {
        case .usage: .usage
        case .input: .input
        case .numeric: .numericalFailure
        case .internalFailure: .internalError
        }
    }

    /// What to print, in order.
    public var diagnostics: [Diagnostic] {
        switch self {
        case .input(let all): all
        case .usage(let one), .numeric(let one), .internalFailure(let one): [one]
        }
    }

    /// An input error with a single diagnostic.
    public static func input(
        _ code: String, _ message: String, at location: SourceLocation? = nil, hint: String? = nil
    ) -> DiscoverError {
        .input([Diagnostic(code, message, at: location, hint: hint)])
    }
}
