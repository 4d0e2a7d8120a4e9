/// The equations of fields, and what they rest on.
public struct FieldResult: Sendable {
    /// Noise of one field.
    public struct Noise: Sendable {
        /// Name of the field.
        public var field: String
        /// Standard deviation, in the units of the field.
        public var standardDeviation: Double
        /// The same over the root mean square of the field.
        public var relative: Double
    }

    /// One equation per field that wants one, in their order.
    public var equations: [FieldEquation]
    /// Noise of every field.
    public var noise: [Noise]
    /// Number of rows of the weak form.
    public var rows: Int
    /// Half-widths of the test functions along every axis in grid steps, time last.
    public var halfWidths: [Double]
    /// Candidates scored.
    public var evaluations: Int
    /// What the user should know.
    public var warnings: [String]

    /// Number of fields that want an equation and got none, because the run was stopped or broke down.
    public var missing = 0

    /// Whether every field has an equation that explains the data down to their noise.
    public var isFound: Bool { missing == 0 && !equations.isEmpty && equations.allSatisfy(\.isAccepted) }
}
