import Datasets

/// The units of a table's columns, as far as they are known, and what they forbid.
public struct ProblemUnits: Sendable {
    /// Units of the inputs by name; inputs without one may have any.
    public var inputs: [String: PhysicalUnit]
    /// Unit of the target, nil when it is not known.
    public var target: PhysicalUnit?
    /// Whether fitted numbers may carry units, as constants of nature do.
    public var allowsConstantsWithUnits: Bool

    /// Makes a record of units.
    public init(inputs: [String: PhysicalUnit], target: PhysicalUnit?, allowsConstantsWithUnits: Bool = true) {
        self.inputs = inputs
        self.target = target
        self.allowsConstantsWithUnits = allowsConstantsWithUnits
    }
}
