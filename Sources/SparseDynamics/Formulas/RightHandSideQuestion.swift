/// A right-hand side at some states: the rate of change of a flow, or the next value of a map.
public struct RightHandSideQuestion: Sendable {
    /// Names of the variables and inputs.
    public let names: [String]
    /// Their values, one column each, all of the same length, in the units of the data.
    public let columns: [[Double]]
    /// The right-hand side there.
    public let values: [Double]

    /// Makes a question; all columns must be as long as the values.
    public init(names: [String], columns: [[Double]], values: [Double]) {
        precondition(names.count == columns.count && columns.allSatisfy { $0.count == values.count })
        self.names = names
        self.columns = columns
        self.values = values
    }
}
