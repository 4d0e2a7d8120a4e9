import Expressions

/// Why a formula contradicts the units of its columns.
public struct UnitViolation: Error, Hashable, Sendable {
    /// The part that cannot be.
    public var part: Expression
    /// What is wrong with it, one clause without a full stop.
    public var message: String

    /// Makes a violation.
    public init(part: Expression, message: String) {
        self.part = part
        self.message = message
    }
}
