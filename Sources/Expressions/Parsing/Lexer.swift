import Diagnostics

/// Cuts formula text into tokens.
struct Lexer {
    private let characters: [Character]
    private let allowsPrimes: Bool
    private let fail: (_ code: String, _ message: String, _ column: Int, _ hint: String?) -> DiscoverError
    private var position = 0

    /// Makes a lexer; `fail` turns a problem at a column into an error.
    init(
        _ characters: [Character], allowsPrimes: Bool,
        fail: @escaping (_ code: String, _ message: String, _ column: Int, _ hint: String?) -> DiscoverError
    ) {
        self.characters = characters
        self.allowsPrimes = allowsPrimes
        self.fail = fail
    }

    /// All tokens, the last one being `.end`.
    mutating func tokens() throws(DiscoverError) -> [Token] {
        var all: [Token] = []
        while true {
            while position < characters.count, characters[position].isWhitespace { position += 1 }
            let column = position + 1
            guard position < characters.count else {
                all.append(Token(kind: .end, column: column))
                return all
            }
            all.append(Token(kind: try next(), column: column))
        }
    }

    private mutating func next() throws(DiscoverError) -> Token.Kind {
        let character = characters[position]
        if Self.isDigit(character) || (character == "." && digit(at: position + 1)) { return try number() }
        if Self.startsName(character) { return .name(name()) }
        if character == "`" { return .quotedName(try quotedName()) }
        position += 1
        switch character {
        case "+": return .plus
        case "-", "\u{2212}": return .minus
        case "*", "·", "×":
            guard character == "*", position < characters.count, characters[position] == "*" else { return .times }
            position += 1
            return .power
        case "/", "÷": return .divide
        case "^": return .power
        case "(": return .open
        case ")": return .close
        case ",": return .comma
        default:
            var hint = "write names that hold other characters between backticks, such as `speed (m/s)`"
            if "[]{}".contains(character) { hint = "only round parentheses group" }
            if character == "=" { hint = "give the right-hand side only" }
            throw fail(
                "formula.character",
                "unexpected character '\(character)', expected a number, a name, an operator or a parenthesis",
                position, hint)
        }
    }

    private mutating func number() throws(DiscoverError) -> Token.Kind {
        let start = position
        while digit(at: position) { position += 1 }
        if position < characters.count, characters[position] == "." {
            position += 1
            while digit(at: position) { position += 1 }
        }
        // `2e` followed by no digits is the number 2 and a name; the parser then reports the missing operator.
        if position < characters.count, characters[position] == "e" || characters[position] == "E" {
            var ahead = position + 1
            if ahead < characters.count, characters[ahead] == "+" || characters[ahead] == "-" { ahead += 1 }
            if digit(at: ahead) {
                position = ahead
                while digit(at: position) { position += 1 }
            }
        }
        if position < characters.count, characters[position] == "." {
            throw fail(
                "formula.number", "a number with two decimal points, expected digits such as 0.25", start + 1, nil)
        }
        return .number(String(characters[start..<position]))
    }

    private mutating func name() -> String {
        let start = position
        while position < characters.count, Self.continuesName(characters[position]) { position += 1 }
        if allowsPrimes {
            while position < characters.count, characters[position] == "'" { position += 1 }
        }
        return String(characters[start..<position])
    }

    private mutating func quotedName() throws(DiscoverError) -> String {
        let start = position
        position += 1
        var text = ""
        while position < characters.count {
            let character = characters[position]
            position += 1
            guard character == "`" else {
                text.append(character)
                continue
            }
            // A doubled backtick stands for one backtick inside the name.
            if position < characters.count, characters[position] == "`" {
                text.append("`")
                position += 1
            } else if text.isEmpty {
                throw fail("formula.name", "an empty name between backticks", start + 1, nil)
            } else {
                return text
            }
        }
        throw fail(
            "formula.backtick", "a backtick without its partner, expected a closing ` after the name", start + 1,
            "a backtick inside a name is written twice")
    }

    private func digit(at index: Int) -> Bool { index < characters.count && Self.isDigit(characters[index]) }

    static func isDigit(_ character: Character) -> Bool { character >= "0" && character <= "9" }

    static func startsName(_ character: Character) -> Bool {
        // The Unicode tables are slow, and nearly all names are ASCII.
        guard let ascii = character.asciiValue else { return character.isLetter }
        return (ascii | 32) >= 97 && (ascii | 32) <= 122 || ascii == 95
    }

    static func continuesName(_ character: Character) -> Bool {
        startsName(character) || isDigit(character) || (!character.isASCII && character.isNumber)
    }

    /// Whether `text` can be written without backticks: a letter or underscore, then letters, digits, underscores and
    /// primes at the end.
    static func isPlainName(_ text: String) -> Bool {
        guard let first = text.first, startsName(first) else { return false }
        var primed = false
        for character in text {
            if character == "'" {
                primed = true
            } else if primed || !continuesName(character) {
                return false
            }
        }
        return true
    }
}
