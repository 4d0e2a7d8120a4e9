import SymbolicRegression

extension EvaluationReport {
    /// The document `discover.eval/1`. Keys are only ever added within a version.
    public var json: JSONValue {
        .object([
            ("schema", .string("discover.eval/1")),
            ("tool", ToolFacts.json),
            ("input", input.json),
            ("expression", .string(formulas.infix(expression))),
            ("sympy", .string(formulas.sympy(expression))),
            ("latex", .string(formulas.latex(expression))),
            ("original", .string(formulas.infix(original))),
            ("refitted", .bool(constants != nil)),
            ("constants", constants.map { .array($0.map(\.json)) } ?? .null),
            ("errors", errors.json),
            ("warnings", .strings(warnings)),
        ])
    }

    /// Writes the formulas of this report.
    var formulas: FormulaText { FormulaText(names: input.columns + [input.target]) }
}

extension FormulaErrors {
    /// The `errors` object of the result documents.
    var json: JSONValue {
        .object([
            ("rows", .integer(rows)), ("undefinedRows", .integer(undefinedRows)),
            ("rmse", .optional(rootMeanSquareError)), ("r2", .optional(rSquared)),
            ("maximumAbsoluteError", .optional(maximumAbsoluteError)), ("worstRow", .optional(worstRow)),
            ("relativeError", .optional(relativeError)),
        ])
    }
}
