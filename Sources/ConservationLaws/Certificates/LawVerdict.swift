/// What came out when a law was checked again without a search.
public enum LawVerdict: Sendable, Equatable {
    /// The quantity is conserved, and what its certificate says is true.
    case proved
    /// The quantity is not conserved, or its flux or multipliers do not belong to it.
    case refuted
    /// The quantity is conserved, but its certificate says something else that is false.
    case wrongCertificate
}
