import ConservationLaws
import Diagnostics

extension ConservationReport {
    /// The document `discover.conserve/1`.
    ///
    /// Keys are only ever added within a version; `run` comes last and is left out when the report has none.
    public var json: JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("schema", .string("discover.conserve/1")),
            ("tool", ToolFacts.json),
            ("input", .object([("path", .string(path)), ("sha256", .string(sha256))])),
            ("system", systemJSON),
            ("options", optionsJSON),
            ("class", classJSON),
            ("status", .string(result.status.rawValue)),
            ("stopped", .string(result.stopped.rawValue)),
            ("count", .integer(result.count)),
            ("complete", .bool(result.isComplete)),
            ("laws", .array(result.laws.map { $0.json(formulas) })),
            ("sympyNames", formulas.sympyNames),
            ("statements", .strings(result.statements)),
            ("evaluations", .integer(result.evaluations)),
            ("warnings", .strings(result.warnings)),
        ]
        if let run { members.append(("run", run.json)) }
        return .object(members)
    }

    /// Writes the formulas of this report.
    var formulas: FormulaText { FormulaText(names: system.variables + system.parameters.map(\.name)) }

    private var systemJSON: JSONValue {
        let equations = zip(system.variables, system.rightHandSides).map { variable, side in
            JSONValue.object([("variable", .string(variable)), ("derivative", .string(formulas.infix(side)))])
        }
        let parameters = system.parameters.map { parameter in
            JSONValue.object([
                ("name", .string(parameter.name)), ("value", .optional(parameter.value.map(formulas.infix))),
            ])
        }
        return .object([
            ("kind", .string("ode")), ("variables", .strings(system.variables)), ("equations", .array(equations)),
            ("parameters", .array(parameters)), ("constraints", .strings(system.constraints.map(formulas.infix))),
        ])
    }

    private var optionsJSON: JSONValue {
        .object([
            ("maximumDegree", .optional(options.maximumDegree)),
            ("maximumBasisSize", .integer(options.maximumBasisSize)),
            ("seed", options.seed <= UInt64(Int.max) ? .integer(Int(options.seed)) : .string(String(options.seed))),
            ("timeoutSeconds", .optional(timeoutSeconds)),
        ])
    }

    private var classJSON: JSONValue {
        let searched = result.searched
        return .object([
            ("description", .string(searched.description)), ("basisSize", .integer(searched.basisSize)),
            ("completeDegree", .integer(searched.completeDegree)),
            ("dimensions", .array(searched.dimensions.map { .integer($0) })),
        ])
    }
}

extension ConservedLaw {
    /// One element of `laws`.
    func json(_ formulas: FormulaText) -> JSONValue {
        let gradient = certificate.gradient.map { part in
            JSONValue.object([
                ("variable", .string(part.variable)), ("derivative", .string(formulas.infix(part.derivative))),
            ])
        }
        return .object([
            ("expression", .string(formulas.infix(expression))), ("sympy", .string(formulas.sympy(expression))),
            ("latex", .string(formulas.latex(expression))), ("degree", .integer(degree)), ("terms", .integer(terms)),
            ("conditions", .strings(conditions)),
            (
                "certificate",
                .object([
                    ("kind", .string(certificate.kind.rawValue)), ("identity", .string(certificate.identity)),
                    ("gradient", .array(gradient)),
                ])
            ),
        ])
    }
}
