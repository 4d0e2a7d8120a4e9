/// Which columns of a table are what, as far as the user said so.
public struct FieldSelection: Sendable {
    /// Name of the column of time; nil for `t` or `time`.
    public var time: String?
    /// Names of the columns of space; nil for those of `x` and `y` that form a grid.
    public var space: [String]?
    /// Names of the fields whose equations are wanted; nil for all other columns.
    public var variables: [String]?
    /// Names of fields that act from outside and get no equation.
    public var inputs: [String]

    /// Makes a selection.
    public init(
        time: String? = nil, space: [String]? = nil, variables: [String]? = nil, inputs: [String] = []
    ) {
        self.time = time
        self.space = space
        self.variables = variables
        self.inputs = inputs
    }
}
