/// Terms with their coefficients in the scaled units, in ascending order of the terms.
struct FieldModel: Sendable {
    /// Positions of the terms in the library.
    var support: [Int]
    /// One per term.
    var coefficients: [Double]

    static let empty = FieldModel(support: [], coefficients: [])
}
