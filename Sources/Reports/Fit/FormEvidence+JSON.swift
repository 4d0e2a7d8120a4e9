import Expressions
import SymbolicRegression

extension FormEvidence {
    /// The members that a fit of a form adds to its document: `form`, `covariance` and, with holes, `holes`.
    func members(_ formulas: FormulaText) -> [(key: String, value: JSONValue)] {
        var members: [(key: String, value: JSONValue)] = [
            ("form", form(formulas)),
            (
                "covariance",
                .object([
                    ("parameters", .strings(parameters)), ("matrix", Self.matrix(covariance)),
                    ("correlation", Self.matrix(correlation)),
                ])
            ),
        ]
        if !holes.isEmpty {
            members.append(("holes", .object(holes.map { ($0.name, .string(formulas.infix($0.expression))) })))
        }
        return members
    }

    private func form(_ formulas: FormulaText) -> JSONValue {
        .object([
            ("text", .string(text)),
            ("template", .string(formulas.infix(template))),
            ("parameters", .strings(parameters)),
            ("linear", .strings(linearParameters)),
            (
                "starts",
                .object([
                    ("tried", .integer(startsTried)), ("followed", .integer(descents)),
                    ("reachedBest", .integer(reachedBest)),
                ])
            ),
            ("degreesOfFreedom", .integer(degreesOfFreedom)),
            ("sumOfSquares", .number(sumOfSquares)),
            ("residualStandardDeviation", .optional(residualStandardDeviation)),
            ("confidence95", .array(confidence95.map { .optional($0) })),
            ("undetermined", .strings(undetermined)),
            (
                "residuals",
                .object([
                    ("largest", .number(largestResidual)), ("largestRow", .integer(largestResidualRow + 1)),
                    ("lagCorrelation", .optional(lagCorrelation)),
                    ("predictable", residualsPredictable.map { .bool($0) } ?? .null),
                ])
            ),
        ])
    }

    private static func matrix(_ rows: [[Double?]]) -> JSONValue {
        .array(rows.map { .array($0.map { .optional($0) }) })
    }
}
