/// Writes tables as CSV text that `TableReader` reads back with the same names, units and numbers.
public enum TableWriter {
    /// The table as text: a header, then one line per row, fields separated by commas, lines ended by LF.
    ///
    /// Numbers have as many digits as it takes to tell them from their neighbours; names are quoted where needed;
    /// a unit follows its name in parentheses.
    ///
    /// - Parameter comments: lines to put before the header, each after `# `.
    public static func text(_ table: Table, comments: [String] = []) -> String {
        var text = ""
        for comment in comments {
            // A line break would end the comment and turn its rest into data.
            text += "# " + String(comment.map { $0.isNewline ? " " : $0 }) + "\n"
        }
        text += table.columns.map { heading($0) }.joined(separator: ",") + "\n"
        for row in 0..<table.rowCount {
            for (index, column) in table.columns.enumerated() {
                if index > 0 { text += "," }
                text += number(column.values[row])
            }
            text += "\n"
        }
        return text
    }

    /// The shortest decimal text that reads back as the same double; whole numbers without `.0`.
    public static func number(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func heading(_ column: TableColumn) -> String {
        let text = column.unit.map { "\(column.name) (\($0))" } ?? column.name
        let needsQuotes =
            text.contains { ",;|\"#\t".contains($0) || $0.isNewline } || text.first == " " || text.last == " "
        guard needsQuotes else { return text }
        return "\"" + text.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }
}
