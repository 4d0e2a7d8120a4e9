import Diagnostics
import SparseDynamics

extension FieldReport {
    /// The document `discover.dynamics/1` for fields.
    ///
    /// Keys are only ever added within a version; `run` comes last and is left out when the report has none.
    public var json: JSONValue {
        let formulas = formulas
        var members: [(key: String, value: JSONValue)] = [
            ("schema", .string("discover.dynamics/1")),
            ("tool", ToolFacts.json),
            ("input", .object([("path", .string(path)), ("sha256", .string(sha256))])),
            ("kind", .string("field")),
            ("grid", .array(axes.map(\.json))),
            ("options", optionsJSON),
            ("status", .string(result.isFound ? "found" : "none")),
            ("stopped", .string(stopped.rawValue)),
            ("variables", .strings(result.equations.map(\.equation.variable))),
            (
                "noise",
                .array(
                    result.noise.map {
                        .object([
                            ("variable", .string($0.field)), ("estimate", .number($0.standardDeviation)),
                            ("relative", .number($0.relative)),
                        ])
                    })
            ),
            ("equations", .array(result.equations.map { $0.json(formulas) })),
            ("chiSquared", .optional(result.equations.map(\.chiSquared).max())),
            ("sympyNames", formulas.sympyNames),
            (
                "weakForm",
                .object([
                    ("rows", .integer(result.rows)), ("halfWidths", .array(result.halfWidths.map { .number($0) })),
                ])
            ),
            ("evaluations", .integer(result.evaluations)),
            ("warnings", .strings(result.warnings)),
        ]
        if let run { members.append(("run", run.json)) }
        return .object(members)
    }

    private var optionsJSON: JSONValue {
        .object([
            ("degree", .optional(options.degree)), ("derivativeOrder", .optional(options.derivativeOrder)),
            ("timeOrder", .optional(options.timeOrder)),
            ("seed", options.seed <= UInt64(Int.max) ? .integer(Int(options.seed)) : .string(String(options.seed))),
            ("timeoutSeconds", .optional(timeoutSeconds)),
        ])
    }
}

extension FieldAxis {
    /// One element of `grid`.
    fileprivate var json: JSONValue {
        .object([
            ("name", .string(name)), ("start", .number(start)), ("step", .number(step)), ("count", .integer(count)),
        ])
    }
}

extension FieldEquation {
    /// One element of `equations`.
    func json(_ formulas: FormulaText) -> JSONValue {
        let expression = equation.expression
        let terms = zip(equation.terms, fittedForms).map { term, form in
            JSONValue.object([
                ("term", .string(formulas.infix(term.function))), ("coefficient", .number(term.coefficient)),
                ("standardError", .optional(term.standardError)), ("known", .bool(term.isKnown)),
                ("fitted", .string(form)),
            ])
        }
        let courses = courses.map { course in
            JSONValue.object([
                ("term", .string(course.term)), ("times", .array(course.times.map { .number($0) })),
                ("values", .array(course.values.map { .number($0) })),
                ("standardErrors", .array(course.standardErrors.map { .number($0) })),
            ])
        }
        return .object([
            ("variable", .string(equation.variable)), ("leftHandSide", .string(equation.leftHandSide)),
            ("expression", .string(formulas.infix(expression))), ("sympy", .string(formulas.sympy(expression))),
            ("latex", .string(formulas.latex(expression))), ("terms", .array(terms)),
            ("accepted", .bool(isAccepted)), ("chiSquared", .number(chiSquared)), ("stability", .optional(stability)),
            (
                "rivals",
                .array(rivals.map { .object([("terms", .strings($0.terms)), ("gap", .number($0.gap))]) })
            ),
            ("varying", .array(courses)), ("library", .string(library)),
        ])
    }
}
