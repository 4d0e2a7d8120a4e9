/// The joint problem of one stretch near a trajectory and coefficients, to first order.
struct Linearization: Sendable {
    /// Lower band of the second derivatives by the states.
    var band: [Double]
    /// Diagonals below the main one.
    var bandwidth: Int
    /// Half the gradient by the states.
    var gradient: [Double]
    /// Mixed second derivatives: one column of the length of the states per term.
    var mixed: [Double]
    /// Second derivatives by the coefficients, terms × terms.
    var inner: [Double]
    /// Half the gradient by the coefficients.
    var innerGradient: [Double]
}
