/// How equations of fields are searched.
public struct FieldOptions: Sendable {
    /// Largest degree of products of fields; nil chooses by the number of fields.
    public var degree: Int?
    /// Largest order of derivatives in space; nil chooses by the number of axes.
    public var derivativeOrder: Int?
    /// Order of the time derivative on the left, 1 or 2; nil tries 1, then 2.
    public var timeOrder: Int?
    /// Whether coefficients may vary in time: nil tries it when constant ones do not fit.
    public var varyingCoefficients: Bool?
    /// Terms of the equations that are known, per field.
    public var knownTerms: [KnownFieldTerm] = []
    /// Seed of the resamples.
    public var seed: UInt64 = 1
    /// Number of threads; the result does not depend on it.
    public var threads = 1

    /// Makes options with their defaults.
    public init() {}
}
