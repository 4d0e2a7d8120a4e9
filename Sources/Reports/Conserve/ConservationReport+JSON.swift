import ConservationLaws
import Diagnostics
import Expressions

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
            ("timeDependentLaws", .array(result.timeDependentLaws.map { $0.json(formulas) })),
            ("conditionalLaws", .array(result.conditionalLaws.map { $0.json(formulas) })),
            ("sympyNames", formulas.sympyNames),
            ("statements", .strings(result.statements)),
            ("evaluations", .integer(result.evaluations)),
            ("warnings", .strings(result.warnings)),
        ]
        if options.wantsApproximate {
            members.append(("approximateLaws", .array(result.approximateLaws.map { $0.json(formulas) })))
        }
        if let measured = result.measured {
            let noise = measured.noise.map { entry in
                JSONValue.object([
                    ("variable", .string(entry.variable)), ("standardDeviation", .number(entry.deviation)),
                ])
            }
            members.append(
                (
                    "data",
                    .object([
                        ("runs", .integer(measured.runs)), ("samples", .integer(measured.samples)),
                        ("noise", .array(noise)), ("effectiveDimension", .integer(measured.effectiveDimension)),
                        ("measuredDimension", .optional(measured.measuredDimension)),
                        (
                            "measuredDimensionRange",
                            measured.measuredDimensionRange.map {
                                .array([.number($0.lowerBound), .number($0.upperBound)])
                            } ?? .null
                        ),
                    ])
                ))
        }
        if !foundEquations.isEmpty { members.append(("foundEquations", .strings(foundEquations))) }
        if let run { members.append(("run", run.json)) }
        return .object(members)
    }

    /// Writes the formulas of this report.
    var formulas: FormulaText {
        let derivatives = FieldSystem.derivativeNames(
            in: system.fieldEquations.flatMap { [$0.left, $0.right] }
                + result.laws.flatMap { law in
                    [law.expression] + law.fluxes.map(\.expression) + law.multipliers.map(\.expression)
                })
        let independent =
            system.kind == .partial
            ? system.independentVariables : system.multipliers + (result.timeDependentLaws.isEmpty ? [] : ["t"])
        return FormulaText(names: system.variables + system.parameters.map(\.name) + independent + derivatives)
    }

    private var systemJSON: JSONValue {
        if system.kind == .partial { return fieldSystemJSON }
        let sides = system.kind == .measured ? [] : system.rightHandSides
        let equations = zip(system.variables, sides).map { variable, side in
            JSONValue.object([("variable", .string(variable)), ("derivative", .string(formulas.infix(side)))])
        }
        return .object([
            ("kind", .string(system.kind.rawValue)), ("variables", .strings(system.variables)),
            ("equations", .array(equations)),
            ("parameters", parametersJSON), ("constraints", .strings(system.constraints.map(formulas.infix))),
            ("multipliers", .strings(system.multipliers)),
        ])
    }

    private var parametersJSON: JSONValue {
        .array(
            system.parameters.map { parameter in
                .object([
                    ("name", .string(parameter.name)), ("value", .optional(parameter.value.map(formulas.infix))),
                ])
            })
    }

    private var fieldSystemJSON: JSONValue {
        let equations = system.fieldEquations.map { equation in
            JSONValue.object([
                ("left", .string(formulas.infix(equation.left))), ("right", .string(formulas.infix(equation.right))),
            ])
        }
        return .object([
            ("kind", .string(system.kind.rawValue)), ("variables", .strings(system.variables)),
            ("independent", .strings(system.independentVariables)), ("equations", .array(equations)),
            ("parameters", parametersJSON), ("constraints", .array([])),
        ])
    }

    private var optionsJSON: JSONValue {
        .object([
            ("maximumDegree", .optional(options.maximumDegree)),
            ("maximumBasisSize", .integer(options.maximumBasisSize)),
            ("maximumWeight", .optional(options.maximumWeight)), ("maximumOrder", .optional(options.maximumOrder)),
            ("explicitDegree", .integer(options.explicitDegree)),
            ("approximate", .bool(options.wantsApproximate)), ("scale", .number(options.scale)),
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
            ("logarithmDegree", .optional(searched.logarithmDegree)),
            ("darbouxDegree", .integer(searched.darbouxDegree)),
        ])
    }
}

extension ConservedLaw {
    /// One element of `laws`.
    func json(_ formulas: FormulaText) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("expression", .string(formulas.infix(expression))), ("sympy", .string(formulas.sympy(expression))),
            ("latex", .string(formulas.latex(expression))), ("degree", .integer(degree)), ("terms", .integer(terms)),
            ("conditions", .strings(conditions)),
            ("certificate", certificateJSON(formulas)),
        ]
        if let drift {
            members.append(
                (
                    "drift",
                    .object([
                        ("order", .integer(drift.order)), ("time", .number(drift.time)),
                        ("motions", .integer(drift.motions)), ("typical", .number(drift.typical)),
                        ("largest", .number(drift.largest)),
                    ])
                ))
        }
        if let remark { members.append(("remark", .string(remark))) }
        if !fluxes.isEmpty {
            members.append(
                ("flux", .array(fluxes.map { ConservedLaw.part("variable", $0.variable, $0.expression, formulas) })))
        }
        if !multipliers.isEmpty {
            members.append(
                (
                    "multipliers",
                    .array(multipliers.map { ConservedLaw.part("equation", $0.equation, $0.expression, formulas) })
                ))
        }
        return .object(members)
    }

    private func certificateJSON(_ formulas: FormulaText) -> JSONValue {
        let gradient = certificate.gradient.map { part in
            JSONValue.object([
                ("variable", .string(part.variable)), ("derivative", .string(formulas.infix(part.derivative))),
            ])
        }
        let cofactors = certificate.cofactors.map { part in
            JSONValue.object([
                ("function", .string(formulas.infix(part.function))),
                ("cofactor", .string(formulas.infix(part.cofactor))),
            ])
        }
        var members: [(key: String, value: JSONValue)] = [
            ("kind", .string(certificate.kind.rawValue)), ("identity", .string(certificate.identity)),
            ("gradient", .array(gradient)), ("cofactors", .array(cofactors)),
        ]
        if !certificate.multipliers.isEmpty {
            members.append(("factor", .string(formulas.infix(certificate.factor ?? .one))))
            let multipliers = certificate.multipliers.map { part in
                JSONValue.object([
                    ("constraint", .string(formulas.infix(part.constraint))),
                    ("multiplier", .string(formulas.infix(part.multiplier))),
                ])
            }
            members.append(("multipliers", .array(multipliers)))
        }
        return .object(members)
    }

    private static func part(
        _ key: String, _ name: String, _ expression: Expression, _ formulas: FormulaText
    ) -> JSONValue {
        .object([
            (key, .string(name)), ("expression", .string(formulas.infix(expression))),
            ("sympy", .string(formulas.sympy(expression))),
        ])
    }
}
