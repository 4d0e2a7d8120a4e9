import Expressions
import SymbolicRegression

/// An earlier law on new data: what was compared and whether it held.
public struct CheckReport: Sendable {
    /// One comparison.
    public struct Item: Sendable, Equatable {
        /// What was compared: `error`, `defined`, or the name of a constant.
        public var name: String
        /// Whether it held.
        public var isPassed: Bool
        /// The value in the baseline, nil if there is none.
        public var baseline: Double?
        /// The value on the new data, nil if it could not be computed.
        public var value: Double?
        /// The bound: largest allowed value of `error`, largest allowed difference of a constant.
        public var bound: Double?
        /// The comparison in words.
        public var explanation: String

        /// Makes an item.
        public init(
            name: String, isPassed: Bool, baseline: Double?, value: Double?, bound: Double?, explanation: String
        ) {
            self.name = name
            self.isPassed = isPassed
            self.baseline = baseline
            self.value = value
            self.bound = bound
            self.explanation = explanation
        }
    }

    /// The baseline's formula.
    public var expression: Expression
    /// Path of the baseline.
    public var baselinePath: String
    /// The comparisons in order.
    public var items: [Item]
    /// The errors of the baseline's formula on the new data.
    public var errors: FormulaErrors
    /// What was read.
    public var input: InputFacts
    /// Largest relative change of a constant that passes.
    public var relativeTolerance: Double
    /// Largest growth of the error that passes, in per cent.
    public var maximumErrorIncrease: Double
    /// Sentences about anything the user should know.
    public var warnings: [String]

    /// Makes a report.
    public init(
        expression: Expression, baselinePath: String, items: [Item], errors: FormulaErrors, input: InputFacts,
        relativeTolerance: Double, maximumErrorIncrease: Double, warnings: [String]
    ) {
        self.expression = expression
        self.baselinePath = baselinePath
        self.items = items
        self.errors = errors
        self.input = input
        self.relativeTolerance = relativeTolerance
        self.maximumErrorIncrease = maximumErrorIncrease
        self.warnings = warnings
    }

    /// Whether every comparison held.
    public var isPassed: Bool { items.allSatisfy(\.isPassed) }

    /// The document `discover.check/1`. Keys are only ever added within a version.
    public var json: JSONValue {
        .object([
            ("schema", .string("discover.check/1")),
            ("tool", ToolFacts.json),
            ("baseline", .string(baselinePath)),
            ("input", input.json),
            (
                "options",
                .object([
                    ("rtol", .number(relativeTolerance)), ("maximumErrorIncrease", .number(maximumErrorIncrease)),
                ])
            ),
            ("status", .string(isPassed ? "passed" : "failed")),
            ("expression", .string(formulas.infix(expression))),
            ("checks", .array(items.map(\.json))),
            ("errors", errors.json),
            ("warnings", .strings(warnings)),
        ])
    }

    private var formulas: FormulaText { FormulaText(names: input.columns + [input.target]) }

    /// The report for people: the verdict, then every comparison.
    public func text(style: TextStyle) -> String {
        var report = ReportText(style: style)
        let failures = items.count { !$0.isPassed }
        report.line(style.bold(isPassed ? "passed" : "failed: \(failures) of \(items.count) checks"))
        report.line("  \(formulas.name(input.target)) = \(formulas.infix(expression))".printable)
        report.space()
        report.facts(items.map { ($0.isPassed ? "ok" : "FAILED", "\($0.name): \($0.explanation)".printable) })
        report.space()
        report.facts(errors.facts)
        return report.text
    }
}

extension CheckReport.Item {
    /// One element of `checks`.
    var json: JSONValue {
        .object([
            ("name", .string(name)), ("passed", .bool(isPassed)), ("baseline", .optional(baseline)),
            ("value", .optional(value)), ("bound", .optional(bound)), ("explanation", .string(explanation)),
        ])
    }
}
