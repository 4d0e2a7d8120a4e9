import ExactAlgebra

/// A conserved polynomial, proved: dH/dt = sum of multipliers times constraints, as an identity.
struct FoundLaw: Sendable {
    /// The quantity, in the ring of its system.
    var quantity: Polynomial
    /// One multiplier per constraint, empty without constraints.
    var multipliers: [Polynomial]
    /// Whether neither the quantity nor its proof depends on the values of the symbols.
    var isFreeOfSymbols: Bool
}

/// What a search found and proved.
struct SearchOutcome: Sendable {
    /// Functionally independent laws.
    var laws: [FoundLaw] = []
    /// Laws that depend on `laws` as functions but are not polynomials in them.
    var dependentGenerators: [FoundLaw] = []
    /// Dimension of the space of laws by degree, constants not counted.
    var dimensions: [Int] = []
    /// Largest basis solved completely.
    var basisSize = 0
    /// Largest degree of the multipliers of constraints at the last complete degree.
    var multiplierDegree = -1
    /// Why the search ended.
    var stopped = StopCause.degreeLimit
    /// Whether exact laws that span the whole space were found at every complete degree.
    var isSpanned = true
    /// Basis functions processed.
    var evaluations = 0

    var completeDegree: Int { dimensions.count }
}

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
