/// A candidate term: derivatives in space, or in time, of a function of the fields.
struct FieldTerm: Hashable, Sendable {
    /// What is differentiated.
    var function: FieldFunction
    /// Order of the derivative along each axis of space.
    var derivative: [Int]
    /// Order of the derivative in time, below the order of the equation.
    var timeDerivative = 0

    /// Total order in space.
    var order: Int { derivative.reduce(0, +) }
    /// Sign that integration by parts leaves.
    var sign: Double { (order + timeDerivative) % 2 == 0 ? 1 : -1 }
}
