import Diagnostics
import Reports

/// An error on its way to the user: text for people, one line of JSON after it where `--json` asks for it.
struct ErrorReport {
    /// More diagnostics than this are only counted.
    static let maximumShown = 20

    private let error: DiscoverError
    private let asJSON: Bool

    /// Prepares a report of `error`.
    init(_ error: DiscoverError, asJSON: Bool) {
        self.error = error
        self.asJSON = asJSON
    }

    /// Writes the report to standard error.
    func print() {
        if asJSON {
            StandardError.write(json.compactText + "\n")
        } else {
            StandardError.write(text)
        }
    }

    /// Every diagnostic, up to a bound, as text.
    var text: String {
        let all = error.diagnostics
        var text = all.prefix(Self.maximumShown).map { $0.printableDescription + "\n" }.joined()
        if all.count > Self.maximumShown { text += "and \(all.count - Self.maximumShown) more problems\n" }
        if case .internalFailure = error {
            text +=
                "  this is a bug in discover \(ToolFacts.version): please report it with the command and its input\n"
        }
        return text
    }

    /// `{"error": {code, message, where, hint, more}}` for scripts.
    var json: JSONValue {
        let all = error.diagnostics
        guard let first = all.first else { return .object([("error", .null)]) }
        var members = first.members
        let more = all.dropFirst().prefix(Self.maximumShown - 1)
        if !more.isEmpty { members.append(("more", .array(more.map { .object($0.members) }))) }
        return .object([("error", .object(members))])
    }
}

extension Diagnostic {
    /// The description with control characters made visible, but for the line end before the hint.
    var printableDescription: String {
        description.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }
            .joined(separator: "\n")
    }

    fileprivate var members: [(key: String, value: JSONValue)] {
        let place = location.map { location in
            JSONValue.object([
                ("file", .string(location.file)), ("row", .optional(location.row)),
                ("column", .optional(location.column)),
            ])
        }
        return [
            ("code", .string(code)), ("message", .string(message)), ("where", place ?? .null),
            ("hint", .optional(hint)),
        ]
    }
}
