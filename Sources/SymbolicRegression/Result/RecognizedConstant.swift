/// A fitted number that is a simple multiple of physical constants within its error.
public struct RecognizedConstant: Sendable, Equatable {
    /// What it is, such as `h/k_B`.
    public var formula: String
    /// The value of that.
    public var value: Double
    /// Distance in combined standard errors; nil for numbers of exact laws, which agree to the digits that the data give.
    public var standardErrorsAway: Double?

    /// Makes a recognition.
    public init(formula: String, value: Double, standardErrorsAway: Double?) {
        self.formula = formula
        self.value = value
        self.standardErrorsAway = standardErrorsAway
    }
}
