/// Every choice of a search for conserved quantities, resolved.
public struct ConservationOptions: Sendable {
    /// Largest degree to try; nil climbs until the budget or the count of laws ends it.
    public var maximumDegree: Int?
    /// Largest number of basis functions in one ansatz.
    public var maximumBasisSize: Int = 40_000
    /// Seed of the random points of the independence test.
    public var seed: UInt64 = 1
    /// Threads; the answer does not depend on it.
    public var threads: Int = 2

    /// Largest weight of a density of partial differential equations; nil chooses six times the smallest of a field.
    public var maximumWeight: Int?
    /// Largest order of derivatives in a density or multiplier; nil chooses.
    public var maximumOrder: Int?
    /// Largest degree of the coefficients in t, x, ... of a density.
    public var explicitDegree: Int = 0

    /// Whether quantities that drift slowly are wanted as well.
    public var wantsApproximate = false
    /// Size of the motions for which approximate laws are sought, in the units of the variables.
    public var scale = 1.0

    /// The defaults.
    public init() {}
}
