/// Finds the names in formula text, with their places.
enum NameScanner {
    /// A name in a text.
    struct Occurrence {
        var name: String
        /// Characters in front of it.
        var position: Int
        /// Whether `(` follows, as after a function.
        var isCalled: Bool
    }

    /// Whether a text is one plain name, primes at the end allowed.
    static func isName(_ text: String) -> Bool {
        let all = occurrences(in: text)
        return all.count == 1 && all[0].name.count == text.count && !text.contains("`")
    }

    /// Names outside numbers, in order; a name between backticks without them.
    static func occurrences(in text: String) -> [Occurrence] {
        let characters = Array(text)
        var result: [Occurrence] = []
        var index = 0
        func isDigit(_ position: Int) -> Bool {
            position < characters.count && characters[position] >= "0" && characters[position] <= "9"
        }
        while index < characters.count {
            let start = index
            if isDigit(index) {
                while isDigit(index) || (index < characters.count && characters[index] == ".") { index += 1 }
                if index < characters.count, characters[index] == "e" || characters[index] == "E" {
                    let sign =
                        index + 1 < characters.count && (characters[index + 1] == "+" || characters[index + 1] == "-")
                    if isDigit(index + (sign ? 2 : 1)) { index += sign ? 2 : 1 }
                    while isDigit(index) { index += 1 }
                }
            } else if characters[index].isLetter || characters[index] == "_" {
                while index < characters.count, isPart(characters[index]) { index += 1 }
                while index < characters.count, characters[index] == "'" { index += 1 }
                var next = index
                while next < characters.count, characters[next].isWhitespace { next += 1 }
                let isCalled = next < characters.count && characters[next] == "("
                result.append(
                    Occurrence(name: String(characters[start..<index]), position: start, isCalled: isCalled))
            } else if characters[index] == "`" {
                index += 1
                while index < characters.count, characters[index] != "`" { index += 1 }
                let name = String(characters[min(start + 1, index)..<index])
                result.append(Occurrence(name: name, position: start, isCalled: false))
                index += 1
            } else {
                index += 1
            }
        }
        return result
    }

    private static func isPart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}
