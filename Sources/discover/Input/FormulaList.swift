/// Formulas separated by commas that stand outside parentheses.
enum FormulaList {
    /// The formulas in a text, without outer spaces.
    static func split(_ text: String, at separator: Character = ",") -> [String] {
        var parts: [String] = [""]
        var depth = 0
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == separator, depth <= 0 {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts.map { part in
            let front = part.drop { $0 == " " }
            return String(front.reversed().drop { $0 == " " }.reversed())
        }
    }
}
