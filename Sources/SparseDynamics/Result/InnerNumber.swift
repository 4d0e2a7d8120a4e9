/// A number inside functions of an equation that was fitted to noisy data, such as the K of x/(K + x).
public struct InnerNumber: Sendable {
    /// The number as it stands in the functions.
    public var value: Double
    /// Its standard error.
    public var standardError: Double

    /// Makes a number.
    public init(value: Double, standardError: Double) {
        self.value = value
        self.standardError = standardError
    }
}
