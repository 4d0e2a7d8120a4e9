import Diagnostics

/// Names of columns as an option gives them: separated by commas, and between backticks or double quotes where a name has a
/// comma or outer spaces of its own.
enum NameList {
    /// The names in a text.
    ///
    /// - Parameters:
    ///   - text: the value of the option.
    ///   - columns: names that exist; a text that is one of them as a whole is that name.
    static func names(_ text: String, columns: [String] = []) -> [String] {
        if columns.contains(text) { return [text] }
        var names: [String] = []
        var rest = Substring(text)
        while true {
            rest = rest.drop { $0 == " " }
            if let quote = rest.first, quote == "`" || quote == "\"", let name = quoted(&rest, quote) {
                names.append(name)
            } else {
                let part = rest.prefix { $0 != "," }
                rest = rest.dropFirst(part.count)
                names.append(String(part.reversed().drop { $0 == " " }.reversed()))
            }
            guard rest.first == "," else { return names }
            rest = rest.dropFirst()
        }
    }

    /// The name between two quotes, where a doubled quote stands for one; nil, and nothing taken, unless a comma or the end
    /// follows.
    private static func quoted(_ rest: inout Substring, _ quote: Character) -> String? {
        var name = ""
        var tail = rest.dropFirst()
        while let character = tail.first {
            tail = tail.dropFirst()
            guard character == quote else {
                name.append(character)
                continue
            }
            if tail.first == quote {
                name.append(quote)
                tail = tail.dropFirst()
                continue
            }
            let after = tail.drop { $0 == " " }
            guard after.isEmpty || after.first == "," else { return nil }
            rest = after
            return name
        }
        return nil
    }
}
