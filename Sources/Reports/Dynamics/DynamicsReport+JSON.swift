import Diagnostics
import SparseDynamics

extension DynamicsReport {
    /// The document `discover.dynamics/1`.
    ///
    /// Keys are only ever added within a version; `run` comes last and is left out when the report has none.
    public var json: JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("schema", .string("discover.dynamics/1")),
            ("tool", ToolFacts.json),
            ("input", inputJSON),
            ("options", optionsJSON),
            ("status", .string(result.status.rawValue)),
            ("stopped", .string(result.stopped.rawValue)),
            ("kind", .string(series.kind.rawValue)),
            ("variables", .strings(series.variables)),
            ("inputs", .strings(series.inputs)),
            ("noise", .array(result.noise.map { .number($0) })),
            ("equations", .array(result.equations.map(json))),
            ("sympyNames", formulas.sympyNames),
            ("chiSquared", .optional(result.chiSquared)),
            ("library", .string(result.library)),
            ("searched", .strings(result.searched)),
            ("rivals", .array(result.rivals.map(json))),
            ("doubts", .strings(result.doubts)),
            ("characteristicPeriod", .optional(result.characteristicPeriod)),
            ("evaluations", .integer(result.evaluations)),
            ("warnings", .strings(result.warnings)),
        ]
        if let run { members.append(("run", run.json)) }
        return .object(members)
    }

    private var inputJSON: JSONValue {
        .object([
            (
                "files",
                .array(
                    files.map { .object([("path", .string($0.path)), ("sha256", .string($0.sha256))]) })
            ),
            ("samples", .integer(series.sampleCount)), ("runs", .integer(series.runCount)),
            ("stretches", .integer(series.trajectories.count)), ("time", .string(series.timeName)),
        ])
    }

    private var optionsJSON: JSONValue {
        .object([
            ("library", .string(options.family.rawValue)), ("degree", .optional(options.degree)),
            ("terms", .strings(options.functions.map(formulas.infix))), ("timeoutSeconds", .optional(timeoutSeconds)),
        ])
    }

    private func json(_ equation: DiscoveredEquation) -> JSONValue {
        let expression = equation.expression
        let terms = equation.terms.map { term in
            JSONValue.object([
                ("term", .string(formulas.infix(term.function))), ("coefficient", .number(term.coefficient)),
                ("standardError", .optional(term.standardError)),
            ])
        }
        return .object([
            ("variable", .string(equation.variable)), ("leftHandSide", .string(equation.leftHandSide)),
            ("expression", .string(formulas.infix(expression))), ("sympy", .string(formulas.sympy(expression))),
            ("latex", .string(formulas.latex(expression))), ("terms", .array(terms)),
        ])
    }

    private func json(_ rival: DynamicsResult.Rival) -> JSONValue {
        .object([
            ("difference", .number(rival.difference)),
            (
                "equations",
                .array(
                    rival.equations.map { equation in
                        .object([
                            ("variable", .string(equation.variable)),
                            ("expression", .string(formulas.infix(equation.expression))),
                        ])
                    })
            ),
        ])
    }
}
