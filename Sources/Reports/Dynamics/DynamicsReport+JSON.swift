import ConservationLaws
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
            ("innerNumbers", .array(result.innerNumbers.map(json))),
            ("library", .string(result.library)),
            ("searched", .strings(result.searched)),
            ("rivals", .array(result.rivals.map(json))),
            ("doubts", .strings(result.doubts)),
            ("simulation", .array(result.simulations.map(json))),
            ("fixedPoints", .array(result.fixedPoints.map(json))),
            ("laws", lawsJSON),
            ("verified", .bool(result.isVerified)),
            ("characteristicPeriod", .optional(result.characteristicPeriod)),
            ("evaluations", .integer(result.evaluations)),
            ("warnings", .strings(result.warnings)),
            ("heldOut", .array(result.heldOut.map(json))),
        ]
        if let run { members.append(("run", run.json)) }
        return .object(members)
    }

    private func json(_ number: InnerNumber) -> JSONValue {
        .object([("value", .number(number.value)), ("standardError", .number(number.standardError))])
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
            ("terms", .strings(options.functions.map(formulas.infix))),
            (
                "known",
                .array(
                    options.known.parts.map { part in
                        .object([
                            ("variable", .string(series.variables[part.equation])),
                            ("expression", .string(formulas.infix(part.expression))),
                        ])
                    })
            ),
            ("hidden", .integer(options.hidden)), ("optimizer", .optional(options.optimizer)),
            ("holdOut", .number(options.heldOut)), ("constraints", .strings(options.constraints.texts)),
            ("timeoutSeconds", .optional(timeoutSeconds)),
        ])
    }

    private func json(_ equation: DiscoveredEquation) -> JSONValue {
        let expression = equation.expression
        let terms = equation.terms.map { term in
            JSONValue.object([
                ("term", .string(formulas.infix(term.function))), ("coefficient", .number(term.coefficient)),
                ("standardError", .optional(term.standardError)),
                ("exact", .optional(term.exact.map(formulas.infix))), ("known", .bool(term.isKnown)),
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

    private func json(_ score: SimulationScore?) -> JSONValue {
        guard let score else { return .null }
        return .object([
            ("length", .number(score.length)), ("horizon", .number(score.horizon)),
            ("horizonPeriods", .optional(result.characteristicPeriod.map { score.horizon / $0 })),
            ("reachesEnd", .bool(score.reachesEnd)),
            ("relativeErrors", score.relativeErrors.map { .array($0.map { .number($0) }) } ?? .null),
        ])
    }

    private func json(_ point: FixedPoint) -> JSONValue {
        .object([
            ("state", .array(point.state.map { .number($0) })), ("stability", .string(point.stability.rawValue)),
            ("spiral", .bool(point.isSpiral)),
            (
                "eigenvalues",
                .array(point.eigenvalues.map { .array([.number($0.real), .number($0.imaginary)]) })
            ),
        ])
    }

    /// The conserved quantities of the found system; null when they were not looked for.
    private var lawsJSON: JSONValue {
        guard let laws else { return .null }
        return .array(
            laws.map { law in
                .object([
                    ("expression", .string(formulas.infix(law.expression))),
                    ("sympy", .string(formulas.sympy(law.expression))),
                    ("latex", .string(formulas.latex(law.expression))),
                    ("identity", .string(law.certificate.identity)),
                ])
            })
    }
}
