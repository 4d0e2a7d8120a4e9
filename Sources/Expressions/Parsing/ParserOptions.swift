/// How formula text is read, and how much of it is accepted.
public struct ParserOptions: Sendable {
    /// What a decimal such as `0.25` or `1e-3` becomes.
    public enum Decimals: Sendable {
        /// The nearest double, a `.real` node: a measured or fitted number.
        case real
        /// The fraction that the digits say; an error when it does not fit in machine integers.
        case exact
    }

    /// What decimals become.
    public var decimals: Decimals = .real
    /// Whether names may end in primes, such as `x'` and `x''`.
    public var allowsPrimes = true
    /// Deepest nesting of parentheses, functions, signs and exponents.
    public var maximumDepth = 200
    /// Longest text, in characters.
    public var maximumLength = 100_000
    /// Largest number of nodes of the tree.
    public var maximumNodes = 50_000

    /// Whether names that are not among the known ones are accepted, as parameters of a form are.
    public var allowsOtherNames = false

    /// The defaults: decimals as doubles, primes allowed.
    public init() {}

    /// The defaults with another treatment of decimals.
    public init(decimals: Decimals) { self.decimals = decimals }
}
