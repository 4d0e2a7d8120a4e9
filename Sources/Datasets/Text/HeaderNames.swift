import Diagnostics

/// Turns the texts of a header into unique names and units.
enum HeaderNames {
    /// A name with its unit.
    struct Heading: Equatable {
        var name: String
        var unit: String?
        /// Whether the header left the name empty, so that it was made up.
        var isMadeUp = false
    }

    /// Longest name that is taken, in characters.
    static let maximumLength = 1000

    /// The names of a table without a header: `x1`, `x2`, … and `y` for the last column.
    static func standard(count: Int) -> [Heading] {
        (0..<count).map { Heading(name: $0 == count - 1 ? "y" : "x\($0 + 1)") }
    }

    /// The names and units in a header.
    ///
    /// A unit is what stands in brackets at the end, `v [m/s]`, or in parentheses after a space, `v (m/s)`. If two
    /// columns had the same name without their units, both keep the whole text. An empty name becomes `x` with the
    /// number of the column.
    ///
    /// - Throws: `DiscoverError.input` for all names that occur twice, are too long or hold control characters.
    static func headings(_ texts: [String], location: SourceLocation) throws(DiscoverError) -> [Heading] {
        var problems: [Diagnostic] = []
        // A character has at least one byte and rarely more than four; far longer texts are cut before any work on them.
        let cleaned = texts.map {
            singleSpaced($0.utf8.count > 8 * maximumLength ? String($0.prefix(8 * maximumLength)) : $0)
        }
        for (index, text) in cleaned.enumerated() {
            let place = SourceLocation(file: location.file, row: location.row, column: index + 1)
            if text.unicodeScalars.contains(where: { isUnprintable($0) }) {
                problems.append(
                    Diagnostic(
                        "table.unprintable-name", "the name of column \(index + 1) holds a control character",
                        at: place, hint: "rename the column"))
            } else if text.count > maximumLength {
                problems.append(
                    Diagnostic(
                        "table.long-name",
                        "the name of column \(index + 1) has more than \(maximumLength) characters", at: place,
                        hint: "check the delimiter, or rename the column"))
            }
        }
        var headings = cleaned.enumerated().map { index, text in
            text.isEmpty ? Heading(name: "x\(index + 1)", isMadeUp: true) : split(text)
        }
        var uses: [String: Int] = [:]
        for heading in headings { uses[heading.name, default: 0] += 1 }
        for index in headings.indices where (uses[headings[index].name] ?? 0) > 1 && !headings[index].isMadeUp {
            headings[index].name = cleaned[index]
        }
        problems += duplicates(headings, location: location)
        guard problems.isEmpty else { throw .input(TableProblems.capped(problems, location: location)) }
        return headings
    }

    private static func duplicates(_ headings: [Heading], location: SourceLocation) -> [Diagnostic] {
        var first: [String: Int] = [:]
        var problems: [Diagnostic] = []
        for (index, heading) in headings.enumerated() {
            if let earlier = first[heading.name] {
                problems.append(
                    Diagnostic(
                        "table.duplicate-name",
                        "columns \(earlier + 1) and \(index + 1) are both named '\(TableProblems.shown(heading.name))'",
                        at: SourceLocation(file: location.file, row: location.row, column: index + 1),
                        hint: "rename one of them"))
            } else {
                first[heading.name] = index
            }
        }
        return problems
    }

    private static func split(_ text: String) -> Heading {
        for (open, close, needsSpace) in [("(", ")", true), ("[", "]", false)] as [(Character, Character, Bool)] {
            guard text.last == close, let start = opening(of: text, open, close) else { continue }
            let before = text[..<start]
            let inside = NumberField.trimmed(String(text[text.index(after: start)...].dropLast()))
            let name = NumberField.trimmed(String(before))
            guard !name.isEmpty, before.last == " " || !needsSpace, looksLikeUnit(inside) else { continue }
            return Heading(name: name, unit: inside)
        }
        return Heading(name: text)
    }

    /// Position of the bracket that the last character closes.
    private static func opening(of text: String, _ open: Character, _ close: Character) -> String.Index? {
        var depth = 0
        for index in text.indices.reversed() {
            if text[index] == close { depth += 1 }
            if text[index] == open { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    private static func looksLikeUnit(_ text: String) -> Bool {
        guard !text.isEmpty, text.count <= 40 else { return false }
        // `1` is the unit of a ratio; other bare numbers are indices, as in `x[0]`.
        return text == "1" || text.contains { $0.isLetter || "%°‰$€'\"".contains($0) }
    }

    private static func singleSpaced(_ text: String) -> String {
        var result = ""
        for character in NumberField.trimmed(text) {
            let isSpace = character == " " || character == "\t" || character.isNewline || character == "\u{a0}"
            if isSpace, result.last == " " { continue }
            result.append(isSpace ? " " : character)
        }
        return result
    }

    /// Control characters, and the marks that reverse the direction of text and so can disguise a name.
    private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f..<0xa0, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x2069, 0xfeff: true
        default: false
        }
    }
}
