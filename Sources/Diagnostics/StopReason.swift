/// Why a search ended.
public enum StopReason: String, Sendable, CaseIterable {
    /// An answer was accepted.
    case accepted
    /// Everything in the class was tried.
    case exhausted
    /// The evaluation budget was used up. Repeats exactly.
    case evaluations
    /// The time limit passed. Does not repeat exactly.
    case timeout
    /// A signal arrived. Does not repeat exactly.
    case interrupted
}
