/// What separates the fields of a line.
public enum Delimiter: String, Sendable, CaseIterable {
    /// Tabulators.
    case tab
    /// Commas.
    case comma
    /// Semicolons.
    case semicolon
    /// Vertical bars.
    case pipe
    /// Any run of spaces and tabulators, as in aligned tables.
    case whitespace

    /// The separating byte that the parser sees. Aligned tables have their runs replaced by tabulators first.
    var byte: UInt8 {
        switch self {
        case .tab, .whitespace: UInt8(ascii: "\t")
        case .comma: UInt8(ascii: ",")
        case .semicolon: UInt8(ascii: ";")
        case .pipe: UInt8(ascii: "|")
        }
    }
}
