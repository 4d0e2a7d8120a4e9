import ExactAlgebra

/// A conserved quantity, proved: factor times dH/dt = sum of multipliers times constraints, as an identity.
struct FoundLaw: Sendable {
    /// The quantity, in the ring of its system.
    var quantity: Polynomial
    /// Why it is constant.
    var proof: ConstraintReduction.Proof
    /// Whether the quantity does not depend on the values of the symbols.
    var isFreeOfSymbols: Bool
}
