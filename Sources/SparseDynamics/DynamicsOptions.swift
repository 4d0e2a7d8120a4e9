import Expressions

/// Every choice of a search for governing equations, resolved.
public struct DynamicsOptions: Sendable {
    /// The families of functions that are tried.
    public enum LibraryFamily: String, Sendable, CaseIterable {
        /// Polynomials first, then other functions when polynomials do not explain the data.
        case automatic = "auto"
        /// Polynomials only.
        case polynomial
        /// Polynomials with sines and cosines.
        case trigonometric
        /// Polynomials with exponentials.
        case exponential
        /// No functions but those given.
        case none
    }

    /// Which functions are tried.
    public var family: LibraryFamily = .automatic
    /// Degree of the polynomials; nil lets the evidence choose up to 5.
    public var degree: Int?
    /// Functions of the user's own, beside the others.
    public var functions: [Expression] = []
    /// What is known of the equations.
    public var known = KnownParts()
    /// What the equations must obey.
    public var constraints = EquationConstraints()
    /// Number of unobserved variables, 0 or 1.
    public var hidden = 0
    /// The classical optimiser to use in place of the search, by name; nil for the search.
    public var optimizer: String?
    /// Share of the data that is kept back to score the equations on: the last runs, or the end of a single run; 0 for none.
    public var heldOut = 0.0
    /// Looks for formulas where no library explains the data; nil for none.
    public var rightHandSides: (any RightHandSideSearch)?
    /// Threads; the answer does not depend on it.
    public var threads: Int = 2

    /// The defaults.
    public init() {}
}
