/// Every choice of a search for conserved quantities, resolved.
public struct ConservationOptions: Sendable {
    /// Largest degree to try; nil climbs until the budget or the count of laws ends it.
    public var maximumDegree: Int?
    /// Largest number of basis functions in one ansatz.
    public var maximumBasisSize: Int = 20_000
    /// Seed of the random points of the independence test.
    public var seed: UInt64 = 1
    /// Threads; the answer does not depend on it.
    public var threads: Int = 2

    /// The defaults.
    public init() {}
}
