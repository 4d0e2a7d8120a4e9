import Expressions

/// One law with constants by group.
public struct GroupEvidence: Sendable {
    /// The constants of one group.
    public struct Entry: Sendable {
        /// Label of the group.
        public var label: String
        /// Number of its rows.
        public var rows: Int
        /// The group's own constants, in the order of `GroupEvidence.free`.
        public var constants: [FittedConstant]
        /// The law with all numbers of this group.
        public var expression: Expression
        /// Root mean square error on the group's rows, in units of the target.
        public var rootMeanSquareError: Double
    }

    /// Name of the column with the labels.
    public var column: String
    /// The law with names for all constants.
    public var template: Expression
    /// Names of constants that all groups share.
    public var shared: [String]
    /// Names of constants that every group has its own value of.
    public var free: [String]
    /// The groups in order of first appearance.
    public var entries: [Entry]
    /// How it was decided which constants are shared.
    public var decision: String
}
