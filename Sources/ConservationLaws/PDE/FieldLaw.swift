import ExactAlgebra

/// A conservation law D_t density + sum of D_i flux_i = 0, proved.
struct FieldLaw: Sendable {
    /// The density.
    var density: ExactPolynomial
    /// The fluxes by space direction; nil when no formula was found, though they exist.
    var fluxes: [ExactPolynomial]?
    /// The multiplier of every equation: the identity holds with the sum of multipliers times equations on the right.
    var multipliers: [ExactPolynomial]
}
