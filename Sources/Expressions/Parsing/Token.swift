/// A piece of formula text with the column where it starts.
struct Token {
    enum Kind: Equatable {
        case number(String)
        case name(String)
        case quotedName(String)
        case plus, minus, times, divide, power
        case open, close, comma
        case end
    }

    var kind: Kind
    /// Character column, counted from 1.
    var column: Int

    /// The token in the words of an error message.
    var words: String {
        switch kind {
        case .number(let text), .name(let text): "'\(text.prefix(40))'"
        case .quotedName(let text): "'`\(text.prefix(40))`'"
        case .plus: "'+'"
        case .minus: "'-'"
        case .times: "'*'"
        case .divide: "'/'"
        case .power: "'^'"
        case .open: "'('"
        case .close: "')'"
        case .comma: "','"
        case .end: "the end of the formula"
        }
    }
}
