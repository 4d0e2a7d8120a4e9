import Diagnostics
import SymbolicRegression

extension FitReport {
    /// The document `discover.fit/1`.
    ///
    /// Keys are only ever added within a version. `best` is null when nothing was accepted; `run` comes last and is left
    /// out when the report has none. Threads and seconds appear nowhere else.
    public var json: JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("schema", .string("discover.fit/1")),
            ("tool", ToolFacts.json),
            ("input", input.json),
            ("options", optionsJSON),
            ("status", .string(result.status.rawValue)),
            ("stopped", .string(result.stopped.rawValue)),
            (
                "noise",
                .object([("estimate", .optional(result.noise)), ("relative", .optional(result.relativeNoise))])
            ),
            ("best", result.best?.json(formulas) ?? .null),
            ("leadInBits", .optional(result.leadInBits)),
            ("front", .array(result.front.map { $0.json(formulas) })),
            ("sympyNames", formulas.sympyNames),
            ("searched", .strings(result.searched)),
            (
                "structure",
                .object([
                    ("reductions", .strings(result.reductions)),
                    ("effectiveDimension", .optional(result.effectiveDimension)),
                ])
            ),
            (
                "rows",
                .object([("train", .integer(result.rows.train)), ("heldOut", .integer(result.rows.heldOut))])
            ),
            ("evaluations", .integer(result.evaluations)),
            ("warnings", .strings(result.warnings)),
            ("extrapolation", result.extrapolation?.json ?? .null),
            ("guesses", .array(result.guesses.prefix(Self.maximumGuesses).map { $0.json(formulas) })),
        ]
        if let form = result.form { members += form.members(formulas) }
        if let groups = result.groups { members.append(("groups", groups.json(formulas))) }
        if let run { members.append(("run", run.json)) }
        return .object(members)
    }

    /// Most guesses and proposals that the document lists.
    static let maximumGuesses = 200

    /// Writes the formulas of this report.
    var formulas: FormulaText {
        FormulaText(
            names: input.columns + [input.target] + (result.form?.parameters ?? []) + (result.groups?.free ?? [])
                + (result.groups?.shared ?? []))
    }

    private var optionsJSON: JSONValue {
        .object([
            ("seed", options.seed <= UInt64(Int.max) ? .integer(Int(options.seed)) : .string(String(options.seed))),
            ("maximumEvaluations", .integer(options.maximumEvaluations)),
            ("maximumComplexity", .integer(options.maximumComplexity)),
            ("timeoutSeconds", .optional(timeoutSeconds)),
            ("rules", options.rules.allowsEverything ? .null : options.rules.json),
        ])
    }
}

extension FittedLaw {
    /// One law of `best` and `front`.
    func json(_ formulas: FormulaText) -> JSONValue {
        .object([
            ("expression", .string(formulas.infix(expression))),
            ("sympy", .string(formulas.sympy(expression))),
            ("latex", .string(formulas.latex(expression))),
            ("complexity", .integer(complexity)),
            ("descriptionLength", .number(descriptionLength)),
            ("r2", rSquared.json),
            ("rmse", rootMeanSquareError.json),
            ("constants", .array(constants.map(\.json))),
            ("exact", .bool(isExact)),
            ("verified", .bool(isVerified)),
            ("strategy", .string(strategy)),
            ("weightedRmse", weightedRootMeanSquareError?.json ?? .null),
            ("chiSquared", reducedChiSquared?.json ?? .null),
        ])
    }
}

extension FittedLaw.Split {
    /// Both values of a measure.
    var json: JSONValue { .object([("train", .number(train)), ("heldOut", .optional(heldOut))]) }
}

extension FittedConstant {
    /// One constant of a law; `unit` is there when the table has units.
    var json: JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("name", .string(name)), ("value", .number(value)), ("standardError", .optional(standardError)),
            ("snapped", .optional(snapped)),
            ("recognized", recognized?.json ?? .null),
        ]
        if let unit { members.append(("unit", .string(unit))) }
        return .object(members)
    }
}

extension RecognizedConstant {
    /// What a constant was recognised as.
    var json: JSONValue {
        .object([
            ("formula", .string(formula)), ("value", .number(value)),
            ("standardErrorsAway", .optional(standardErrorsAway)),
        ])
    }

    /// The same in words.
    var clause: String {
        guard let standardErrorsAway else { return "which is \(formula)" }
        return
            "which is \(formula) within \(DecimalText.short((standardErrorsAway * 10).rounded(.up) / 10)) standard errors"
    }
}
