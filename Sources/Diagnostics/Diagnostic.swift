/// One message to the user: what was wrong, where, and what to do about it.
public struct Diagnostic: Hashable, Sendable {
    /// How serious a diagnostic is.
    public enum Severity: String, Sendable {
        /// The command cannot go on.
        case error
        /// The command goes on; the result may not be what was meant.
        case warning
    }

    /// Whether the command stopped because of it.
    public var severity: Severity
    /// Stable identifier for scripts, such as `csv.ragged-row`. Never changes once released.
    public var code: String
    /// What was wrong and what was expected, one sentence without a final full stop.
    public var message: String
    /// Where it was, if it was anywhere.
    public var location: SourceLocation?
    /// What the user can do about it.
    public var hint: String?

    /// Makes a diagnostic; severity defaults to an error.
    public init(
        _ code: String, _ message: String, at location: SourceLocation? = nil, hint: String? = nil,
        severity: Severity = .error
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.location = location
        self.hint = hint
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `file:row:column: error: message` and, on a second line, the hint.
    public var description: String {
        var text = location.map { "\($0): " } ?? ""
        text += "\(severity.rawValue): \(message)"
        if let hint { text += "\n  hint: \(hint)" }
        return text
    }
}
