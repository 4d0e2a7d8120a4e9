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
