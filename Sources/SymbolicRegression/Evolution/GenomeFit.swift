/// A genome with its fitted numbers.
struct GenomeFit: Sendable {
    /// The genome with its fitted constants.
    var genome: Genome
    /// One per term.
    var coefficients: [Double]
    var offset: Double
    /// Mean squared residual.
    var meanSquare: Double
    /// A random projection of the predictions: equal for formulas with equal values.
    var fingerprint: Double
}
