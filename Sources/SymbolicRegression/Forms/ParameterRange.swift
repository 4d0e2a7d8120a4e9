/// What the user says about a parameter before the fit.
public struct ParameterRange: Sendable, Equatable {
    /// Smallest value, -∞ for none.
    public var lower: Double
    /// Largest value, ∞ for none.
    public var upper: Double
    /// Where the fit starts; nil to try many places.
    public var start: Double?

    /// Makes a range; lower may not exceed upper.
    public init(lower: Double = -.infinity, upper: Double = .infinity, start: Double? = nil) {
        precondition(lower <= upper)
        self.lower = lower
        self.upper = upper
        self.start = start
    }

    /// Whether there is a bound.
    public var isBounded: Bool { lower.isFinite || upper.isFinite }

    /// The value nearest to `value` within the bounds.
    func clamped(_ value: Double) -> Double { min(max(value, lower), upper) }
}
