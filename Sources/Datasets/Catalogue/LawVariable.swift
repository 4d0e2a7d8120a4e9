/// A variable of a catalogued law.
public struct LawVariable: Hashable, Sendable {
    /// Its name in the formula.
    public var name: String
    /// The interval that it is sampled from, in its unit.
    public var range: ClosedRange<Double>
    /// Its unit in terms of metre, kilogram, second, ampere and kelvin, such as `m kg s^-2`; `1` for none.
    public var unit: String

    /// Makes a variable.
    public init(name: String, range: ClosedRange<Double>, unit: String) {
        self.name = name
        self.range = range
        self.unit = unit
    }
}
