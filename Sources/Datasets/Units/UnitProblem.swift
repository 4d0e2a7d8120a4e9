import Diagnostics

/// Why a text is no unit.
public struct UnitProblem: Error, Hashable, Sendable {
    /// The whole text.
    public var text: String
    /// The part that is wrong; empty when something is missing at the end.
    public var piece: String
    /// Where the part begins, counted in characters from 1.
    public var position: Int
    /// What is wrong with it.
    public var message: String
    /// What to write instead, if there is a good guess.
    public var hint: String?

    /// The problem as a message about a unit of something, such as `the unit of 'v'`.
    public func diagnostic(about subject: String, at location: SourceLocation?) -> Diagnostic {
        let place = piece.isEmpty ? "" : " (character \(position))"
        return Diagnostic(
            "units.unreadable", "\(subject), '\(TableProblems.shown(text))': \(message)\(place)", at: location,
            hint: hint)
    }
}
