/// A term that is known to belong to the equation of a field, with its coefficient.
public struct KnownFieldTerm: Hashable, Sendable {
    /// The field whose equation holds it.
    public var variable: String
    /// Power of each field, by name.
    public var powers: [String: Int]
    /// Order of the derivative of their product along each axis of space.
    public var derivative: [Int]
    /// Its coefficient, in the units of the data.
    public var coefficient: Double

    /// Makes a term.
    public init(variable: String, powers: [String: Int], derivative: [Int], coefficient: Double) {
        self.variable = variable
        self.powers = powers
        self.derivative = derivative
        self.coefficient = coefficient
    }
}
