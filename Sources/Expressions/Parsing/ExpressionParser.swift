import Diagnostics

/// Reads formula text.
///
/// Operators `+ - * /`, `^` or `**` (right associative, stronger than a sign in front: `-x^2` is `-(x^2)`), round
/// parentheses, the functions of `Function` with their usual other names (`ln`, `arcsin`, `Abs`, ...), functions written
/// in terms of those (`sqrt`, `log10`, `asinh`, ...), the constants `pi` and `e` (or `E`), any column name between
/// backticks. Integers and quotients of integers are exact. Time and memory are linear in the text; nesting is bounded,
/// so that no text can exhaust the stack.
public struct ExpressionParser: Sendable {
    /// The names that may occur, nil for any. They win over constants, and over functions when no `(` follows.
    public var variables: Set<String>?
    /// Label of the text in error messages.
    public var source: String
    /// Line of the text in its file, counted from 1, nil for text that is not in a file.
    public var row: Int?
    /// Characters in front of the text on its line, added to columns in error messages.
    public var columnOffset: Int
    /// What is accepted.
    public var options: ParserOptions

    /// Makes a parser.
    public init(
        variables: Set<String>? = nil, source: String = "formula", row: Int? = nil, columnOffset: Int = 0,
        options: ParserOptions = ParserOptions()
    ) {
        self.variables = variables
        self.source = source
        self.row = row
        self.columnOffset = columnOffset
        self.options = options
    }

    /// Reads one formula.
    ///
    /// - Returns: the tree as written, sums and products flat, not simplified.
    /// - Throws: `DiscoverError.input` with one diagnostic: column, what was expected, a hint.
    /// - Complexity: O(length).
    public func parse(_ text: String) throws(DiscoverError) -> Expression {
        try parse(text, collectsCalls: false).expression
    }

    /// Reads a formula in which functions may occur that nobody knows yet, such as `f(x) + 2*g(x, y)`.
    ///
    /// A name that is neither a function nor a variable and has parentheses behind it stands for an unknown function,
    /// unless it looks like a misspelt known one.
    ///
    /// - Returns: the tree with a variable in place of every call of an unknown function.
    /// - Throws: as `parse(_:)`.
    /// - Complexity: O(length).
    public func parseTemplate(_ text: String) throws(DiscoverError) -> FormulaTemplate {
        try parse(text, collectsCalls: true)
    }

    private func parse(_ text: String, collectsCalls: Bool) throws(DiscoverError) -> FormulaTemplate {
        let characters = Array(text)
        guard characters.count <= options.maximumLength else {
            throw error(
                "formula.too-long",
                "a formula of \(characters.count) characters, expected at most \(options.maximumLength)", nil,
                "split the formula or shorten the names")
        }
        let fail = error
        var lexer = Lexer(characters, allowsPrimes: options.allowsPrimes, fail: fail)
        var parsing = Parsing(tokens: try lexer.tokens(), parser: self, collectsCalls: collectsCalls)
        let expression = try parsing.formula()
        return FormulaTemplate(expression: expression, calls: parsing.calls)
    }

    func error(_ code: String, _ message: String, _ column: Int?, _ hint: String?) -> DiscoverError {
        .input(
            code, message, at: SourceLocation(file: source, row: row, column: column.map { $0 + columnOffset }),
            hint: hint)
    }
}

extension Expression {
    /// Reads one formula, see `ExpressionParser`.
    ///
    /// - Parameters:
    ///   - text: the formula.
    ///   - variables: names that may occur, nil for any.
    ///   - source: label of the text in error messages.
    ///   - options: treatment of decimals, limits.
    /// - Throws: `DiscoverError.input` with column, expectation and hint.
    public static func parse(
        _ text: String, variables: Set<String>? = nil, source: String = "formula",
        options: ParserOptions = ParserOptions()
    ) throws(DiscoverError) -> Expression {
        try ExpressionParser(variables: variables, source: source, options: options).parse(text)
    }
}
