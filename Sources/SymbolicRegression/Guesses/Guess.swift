import Diagnostics
import Expressions

/// A formula from outside that the search takes into account: from the user, or from a program that proposes formulas.
///
/// Names that are no columns are constants to be fitted; so are numbers with a decimal point, which are starting values.
public struct Guess: Sendable {
    /// Longest text, in characters.
    static let maximumLength = 10_000
    /// Most constants of a guess.
    static let maximumConstants = 20

    /// The text as it came.
    public var text: String
    /// Where it came from, such as `guess` or `proposal 2`.
    public var origin: String
    /// The tree over columns and constants, as written.
    public var expression: Expression
    /// The names of the constants to be fitted, in order of appearance.
    public var constants: [String]
    /// Sentences about names that may be misspelt columns.
    public var warnings: [String]

    /// Reads a guess.
    ///
    /// - Parameters:
    ///   - text: a formula; `target = ` in front of it is allowed.
    ///   - origin: where it came from.
    ///   - columns: names of the inputs.
    ///   - target: name of the target, which must not occur in the formula.
    ///   - values: numbers that are known by name, unless a column has that name.
    /// - Throws: `DiscoverError.input` with the column of what is wrong.
    public init(
        _ text: String, origin: String, columns: [String], target: String, values: [String: Double] = [:]
    ) throws(DiscoverError) {
        var options = ParserOptions()
        options.maximumLength = Self.maximumLength
        options.maximumDepth = 100
        options.maximumNodes = 2_000
        options.allowsOtherNames = true
        let (formula, offset) = Self.withoutTarget(text, target)
        let known = Set(columns)
        let parser = ExpressionParser(variables: known, source: origin, columnOffset: offset, options: options)
        let parsed = try parser.parse(formula).substituting { name in
            known.contains(name) ? nil : values[name].map(Expression.real)
        }
        let names = parsed.variables
        guard !names.contains(target) else {
            throw .input(
                "guess.target", "the formula uses the target '\(target)' itself", at: SourceLocation(file: origin))
        }
        constants = names.filter { !known.contains($0) }
        let count = constants.count + parsed.measuredNumbers.count
        guard count <= Self.maximumConstants else {
            throw .input(
                "guess.too-many-constants",
                "the formula has \(count) constants to be fitted, expected at most \(Self.maximumConstants)",
                at: SourceLocation(file: origin), hint: "write whole numbers and fractions for what is exact")
        }
        warnings = constants.compactMap { name in
            guard name.count > 2, let near = NameSuggestion.closest(to: name, among: columns) else { return nil }
            return
                "'\(name)' in \(origin) '\(text)' is no column, so it is a constant; did you mean the column '\(near)'?"
        }
        self.text = text
        self.origin = origin
        expression = parsed
    }

    /// The formula behind `target =`, and how many characters come before it.
    private static func withoutTarget(_ text: String, _ target: String) -> (formula: String, offset: Int) {
        guard let sign = text.firstIndex(of: "=") else { return (text, 0) }
        let name = text[..<sign].filter { $0 != " " && $0 != "`" }
        guard name == target.filter({ $0 != " " && $0 != "`" }) else { return (text, 0) }
        let rest = text[text.index(after: sign)...]
        return (String(rest), text.count - rest.count)
    }
}
