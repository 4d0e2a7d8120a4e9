/// What a search found and proved.
struct SearchOutcome: Sendable {
    /// Functionally independent laws.
    var laws: [FoundLaw] = []
    /// Laws that depend on `laws` as functions but are not polynomials in them.
    var dependentGenerators: [FoundLaw] = []
    /// Laws that hold the time, independent of each other and of `laws`.
    var timeLaws: [FoundLaw] = []
    /// Dimension of the space of laws by degree, constants not counted.
    var dimensions: [Int] = []
    /// Largest basis solved completely.
    var basisSize = 0
    /// Largest degree of polynomials that were added to logarithms, -1 when logarithms were not searched.
    var logarithmDegree = -1
    /// Why the search ended.
    var stopped = StopCause.degreeLimit
    /// Whether exact laws that span the whole space were found at every complete degree.
    var isSpanned = true
    /// Basis functions processed.
    var evaluations = 0

    var completeDegree: Int { dimensions.count }
}
