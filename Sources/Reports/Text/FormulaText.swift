import Expressions

/// Writes the formulas of one document, all with the same names for the same columns.
struct FormulaText: Sendable {
    private let printer: ExpressionPrinter
    private let sympyPrinter: SymPyPrinter
    private let latexPrinter = LaTeXPrinter()

    /// Prepares for formulas in `names`; their order decides which identifiers SymPy sees.
    init(names: [String]) {
        printer = ExpressionPrinter(variables: Set(names))
        sympyPrinter = SymPyPrinter(variables: names)
    }

    /// The formula in the language that `discover eval` reads.
    func infix(_ expression: Expression) -> String { printer.text(expression) }
    /// The formula as Python text that SymPy reads.
    func sympy(_ expression: Expression) -> String { sympyPrinter.text(expression) }
    /// The formula for LaTeX's math mode.
    func latex(_ expression: Expression) -> String { latexPrinter.text(expression) }
    /// A name as formulas show it.
    func name(_ name: String) -> String { ExpressionPrinter.name(name) }

    /// The columns whose SymPy identifier is not their name, as an object from column to identifier.
    var sympyNames: JSONValue {
        .object(
            sympyPrinter.names.pairs.filter { $0.variable != $0.identifier }.map {
                ($0.variable, .string($0.identifier))
            })
    }
}
