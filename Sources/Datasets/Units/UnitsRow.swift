import Diagnostics

/// The row of units that may stand below a header.
enum UnitsRow {
    /// Whether some fields are units rather than data: none is a number, all are units or empty, most are not empty.
    static func isLikely(_ fields: [String], width: Int, markers: [String]) -> Bool {
        guard fields.count == width else { return false }
        var named = 0
        var filled = 0
        for field in fields {
            let text = NumberField.trimmed(field)
            if text.isEmpty { continue }
            filled += 1
            if case .number = NumberField.classify(text, markers: markers) { return false }
            guard let unit = try? UnitParser.parse(inner(text)) else { return false }
            if !unit.factors.isEmpty { named += 1 }
        }
        // A row with hardly anything in it is data with missing values; dashes alone stand for those, too.
        return named > 0 && 2 * filled >= width
    }

    /// The texts of the units, nil for empty fields.
    static func units(_ fields: [String]) -> [String?] {
        fields.map { field in
            let text = inner(NumberField.trimmed(field))
            return text.isEmpty ? nil : text
        }
    }

    /// What is wrong with fields that must be units.
    static func problems(
        _ fields: [String], headings: [HeaderNames.Heading], location: SourceLocation
    ) -> [Diagnostic] {
        var problems: [Diagnostic] = []
        for (index, unit) in units(fields).enumerated() {
            guard let unit else { continue }
            do {
                _ = try UnitParser.parse(unit)
            } catch {
                problems.append(
                    error.diagnostic(
                        about: "the unit of '\(TableProblems.shown(headings[index].name))'",
                        at: SourceLocation(file: location.file, row: location.row, column: index + 1)))
            }
        }
        return problems
    }

    /// The text without one pair of brackets around all of it: `[m/s]` and `(m/s)` are common.
    private static func inner(_ text: String) -> String {
        for (open, close) in [("[", "]"), ("(", ")")] as [(Character, Character)] {
            let content = text.dropFirst().dropLast()
            if text.first == open, text.last == close, text.count > 2, !content.contains(open), !content.contains(close)
            {
                return NumberField.trimmed(String(content))
            }
        }
        return text
    }
}
