import SymbolicRegression

extension Extrapolation {
    /// The `extrapolation` object of the result document.
    var json: JSONValue {
        .object([
            ("factor", .number(Self.factor)),
            ("findings", .array(findings.map(\.json))),
            ("growth", .optional(growth)),
            ("inside", .array(inside.map(\.json))),
        ])
    }

    /// The behaviour in one sentence.
    var sentence: String {
        let place = "within twice the range of each input"
        var parts = inside.map { "\($0.clause) between the data" }
        parts += findings.map { "\($0.clause) \($0.isAbove ? "above" : "below") the data" }
        if let growth, growth >= 10 {
            parts.append("values up to \(DecimalText.short(growth, digits: 2)) times the largest one measured")
        }
        return parts.isEmpty ? "defined and without poles \(place)" : parts.joined(separator: "; ") + " (\(place))"
    }
}

extension Extrapolation.Finding {
    /// One finding of the document.
    var json: JSONValue {
        .object([
            ("kind", .string(kind.rawValue)), ("input", .string(input)), ("value", .number(value)),
            ("side", .string(isAbove ? "above" : "below")), ("everywhere", .bool(isEverywhere)),
        ])
    }

    /// What happens where.
    var clause: String {
        let place = "\(input.printable) = \(DecimalText.short(value))"
        let scope = isEverywhere ? "" : " for some values of the other inputs"
        return switch kind {
        case .pole: "a pole at \(place)\(scope)"
        case .undefined: "not defined from \(place)\(scope)"
        case .overflow: "overflow at \(place)\(scope)"
        }
    }
}
