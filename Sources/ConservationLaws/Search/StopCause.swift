/// Why a search over degrees ended.
enum StopCause: Sendable, Equatable {
    /// As many laws as can be independent.
    case allLaws
    /// The degree asked for was reached.
    case degreeLimit
    /// The next degree would exceed the default effort.
    case effort
    /// The next degree would exceed the largest basis.
    case basisSize
    /// The run control ended the search.
    case control
}
