import NumericKernel

/// Where a joint fit of trajectory and coefficients ended.
struct JointSolution: Sendable {
    /// The terms, ascending.
    var terms: [ActiveTerm]
    /// One scaled coefficient per term.
    var coefficients: [Double]
    /// Scaled states of every stretch, all variables of a sample together.
    var states: [[Double]]
    /// Sum of squares of residuals and defects in units of their standard deviations.
    var chiSquared: Double
    /// Rows that test the equations, less the number of terms.
    var degreesOfFreedom: Int
    /// Whether the last step was small.
    var isConverged: Bool

    /// χ² per degree of freedom: near 1 when the equations explain the data to their noise.
    var reducedChiSquared: Double { chiSquared / Double(max(degreesOfFreedom, 1)) }
}
