import SymbolicRegression

extension FormulaRules {
    /// The rules that formulas had to obey, null for those that were not given.
    var json: JSONValue {
        .object([
            ("functions", functions.map { .strings($0.sorted()) } ?? .null),
            (
                "operators",
                operators.map { all in .strings(Operator.allCases.filter(all.contains).map(\.rawValue)) } ?? .null
            ),
            ("maximumComplexity", .optional(maximumComplexity)),
            ("maximumNesting", .optional(maximumNesting)),
            ("integerExponents", .bool(hasIntegerExponents)),
        ])
    }
}
