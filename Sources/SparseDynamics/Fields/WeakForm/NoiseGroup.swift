/// Terms that carry the noise of the fields in the same way: one weight on the grid, a sum of derivatives of test functions.
struct NoiseGroup: Sendable {
    /// Derivative of the test functions of time.
    var timeOrder: Int
    /// Derivatives of the test functions in space, and their coefficients.
    var parts: [(derivative: [Int], weight: Double)]
    /// Derivative of the function by each field, on the grid; nil where it is zero, and 1 everywhere for an empty array.
    var weights: [[Double]?]
}
