/// A fitted genome with what selection looks at.
struct Individual: Sendable {
    var fit: GenomeFit
    /// Bits for the residuals; an offset common to all is left out.
    var errorBits: Double
    /// Bits for the formula.
    var price: Double

    /// Bits for everything.
    var bits: Double { errorBits + price }

    /// What is compared when a bit of the formula counts `weight` bits of the residuals.
    func score(_ weight: Double) -> Double { errorBits + weight * price }

    /// Whether the values are the same to rounding.
    func isCopy(of other: Individual) -> Bool {
        abs(fit.meanSquare - other.fit.meanSquare) <= 1e-8 * other.fit.meanSquare
            && abs(fit.fingerprint - other.fit.fingerprint) <= 1e-5 * abs(other.fit.fingerprint)
    }
}
