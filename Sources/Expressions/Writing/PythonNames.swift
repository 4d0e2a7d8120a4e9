/// Python identifiers for variable names.
///
/// Identifiers stay as they are, keywords get a trailing underscore, in all other names each character that cannot be
/// part of an identifier becomes an underscore (a prime `_prime`); a name already taken gets a number.
public struct PythonNames: Sendable {
    /// Pairs of variable and identifier, in the order given.
    public let pairs: [(variable: String, identifier: String)]
    private let identifiers: [String: String]

    /// Makes identifiers for `variables`, all different.
    public init(_ variables: [String]) {
        var taken: Set<String> = []
        var names: [String: String] = [:]
        // Names that can stay as they are come first, so that no other name takes theirs.
        for name in variables where Self.identifier(for: name) == name && taken.insert(name).inserted {
            names[name] = name
        }
        for name in variables where names[name] == nil {
            let wanted = Self.identifier(for: name)
            var identifier = wanted
            var number = 2
            while !taken.insert(identifier).inserted {
                identifier = "\(wanted)_\(number)"
                number += 1
            }
            names[name] = identifier
        }
        identifiers = names
        var seen: Set<String> = []
        pairs = variables.filter { seen.insert($0).inserted }.map { ($0, names[$0] ?? $0) }
    }

    /// The identifier of a variable; a sanitised name for variables that were not given to the initializer.
    public subscript(variable: String) -> String { identifiers[variable] ?? Self.identifier(for: variable) }

    static func identifier(for name: String) -> String {
        var text = ""
        for character in name {
            if character == "'" {
                text += "_prime"
            } else {
                text.append(isSafe(character) ? character : "_")
            }
        }
        if text.isEmpty || text.first?.isNumber == true { text = "_" + text }
        return keywords.contains(text) ? text + "_" : text
    }

    private static func isSafe(_ character: Character) -> Bool {
        if character.isASCII { return character.isLetter || character.isNumber || character == "_" }
        return character.unicodeScalars.count == 1 && character.isLetter
            && character.unicodeScalars.allSatisfy { $0.properties.isXIDContinue && $0.properties.isXIDStart }
    }

    private static let keywords: Set<String> = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
        "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
        "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ]
}
