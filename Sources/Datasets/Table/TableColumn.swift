/// One named column of numbers.
public struct TableColumn: Hashable, Sendable {
    /// Name as formulas use it: opaque text, unique in its table, never empty.
    public var name: String
    /// Unit as the header gave it, such as `m/s` in `v (m/s)`; nil when there was none.
    public var unit: String?
    /// One finite number per row.
    public var values: [Double]

    /// Makes a column.
    public init(name: String, unit: String? = nil, values: [Double]) {
        self.name = name
        self.unit = unit
        self.values = values
    }
}
