/// How a law behaves outside the data: within twice the range of each input.
public struct Extrapolation: Sendable, Equatable {
    /// Something that happens there.
    public enum Kind: String, Sendable {
        /// The formula has no finite value from here on.
        case undefined
        /// A denominator or a cosine below a tangent vanishes.
        case pole
        /// The values leave the range of double precision.
        case overflow
    }

    /// What is met first when one input leaves its range while the others stay at measured values.
    public struct Finding: Sendable, Equatable {
        /// What happens.
        public var kind: Kind
        /// The input that is varied.
        public var input: String
        /// Its value there: the one that is nearest to the data.
        public var value: Double
        /// Whether that is above the largest measured value, below the smallest one otherwise.
        public var isAbove: Bool
        /// Whether it happens for every row looked at, or for some of them only.
        public var isEverywhere: Bool

        /// Makes a finding.
        public init(kind: Kind, input: String, value: Double, isAbove: Bool, isEverywhere: Bool) {
            self.kind = kind
            self.input = input
            self.value = value
            self.isAbove = isAbove
            self.isEverywhere = isEverywhere
        }
    }

    /// Factor by which the range of each input was widened about its middle.
    public static let factor = 2.0

    /// What was met, input by input, below before above.
    public var findings: [Finding]
    /// Largest value of the formula there by absolute value, divided by that of the data; nil if nothing was finite.
    public var growth: Double?
    /// Poles between measured values: inputs and places.
    public var inside: [Finding]

    /// Makes a description.
    public init(findings: [Finding], growth: Double?, inside: [Finding] = []) {
        self.findings = findings
        self.growth = growth
        self.inside = inside
    }
}
