/// Writes formulas in the language that `ExpressionParser` reads.
///
/// Names that are not plain identifiers, or that mean a function or a constant, stand between backticks. The constant e
/// is written `exp(1)`, and pi `acos(-1)` where a variable is called pi, so that the text means the same beside any columns.
public struct ExpressionPrinter: Sendable {
    /// Names of variables beside those of the formula, such as all the columns of a table.
    public var variables: Set<String>

    /// Makes a printer; `variables` are the names known where the text will be read.
    public init(variables: Set<String> = []) { self.variables = variables }

    /// The formula as text.
    ///
    /// For a simplified formula, parsing the text and simplifying gives the same tree.
    public func text(_ expression: Expression) -> String {
        let piIsTaken = variables.contains("pi") || expression.variables.contains("pi")
        let style = FormulaStyle(
            powerOperator: "^", name: Self.name, function: \.rawValue,
            constant: { $0 == .e ? "exp(1)" : piIsTaken ? "acos(-1)" : "pi" })
        return expression.written.text(style)
    }

    /// A name as the parser reads it back: plain where that is safe, otherwise between backticks.
    public static func name(_ name: String) -> String {
        let isReserved =
            ["pi", "π", "e", "E"].contains(name) || FunctionNames.direct[name] != nil
            || FunctionNames.composed[name] != nil
        if !isReserved, Lexer.isPlainName(name) { return name }
        var quoted = "`"
        for character in name { quoted += character == "`" ? "``" : String(character) }
        return quoted + "`"
    }
}

extension Expression: CustomStringConvertible {
    /// The formula in the language that `Expression.parse` reads, see `ExpressionPrinter`.
    public var description: String { ExpressionPrinter().text(self) }
}
