import Expressions
import SymbolicRegression

/// A formula on a table: its errors and, if asked for, its refitted constants.
public struct EvaluationReport: Sendable {
    /// The formula that the errors belong to, after refitting where that was asked for.
    public var expression: Expression
    /// The formula as it was given.
    public var original: Expression
    /// Its errors on the table.
    public var errors: FormulaErrors
    /// The refitted constants; nil when none were asked for.
    public var constants: [FittedConstant]?
    /// What was read.
    public var input: InputFacts
    /// Sentences about anything the user should know.
    public var warnings: [String]

    /// Makes a report.
    public init(
        expression: Expression, original: Expression, errors: FormulaErrors, constants: [FittedConstant]?,
        input: InputFacts, warnings: [String]
    ) {
        self.expression = expression
        self.original = original
        self.errors = errors
        self.constants = constants
        self.input = input
        self.warnings = warnings
    }
}
