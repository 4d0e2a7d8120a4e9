/// A place in an input: a file (or `-` for standard input), and where known its row and column.
public struct SourceLocation: Hashable, Sendable {
    /// Path as the user gave it, `-` for standard input, or a label such as `formula`.
    public var file: String
    /// Line of the file, counted from 1.
    public var row: Int?
    /// Character column in the line, or field of the table row, counted from 1.
    public var column: Int?

    /// Makes a location; leave out what is not known.
    public init(file: String, row: Int? = nil, column: Int? = nil) {
        self.file = file
        self.row = row
        self.column = column
    }
}

extension SourceLocation: CustomStringConvertible {
    /// `file:row:column`, with unknown parts left out.
    public var description: String {
        var text = file
        if let row { text += ":\(row)" }
        if let column { text += row == nil ? ": column \(column)" : ":\(column)" }
        return text
    }
}
