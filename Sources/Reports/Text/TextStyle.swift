/// How a report may use the place where it is shown.
public struct TextStyle: Sendable, Equatable {
    /// Columns of the terminal; nil when nothing may be cut, as in files and pipes.
    public var width: Int?
    /// Whether bold and dim may be used.
    public var isColoured: Bool

    /// Makes a style.
    public init(width: Int?, isColoured: Bool) {
        self.width = width
        self.isColoured = isColoured
    }

    /// For files and pipes: full width, no control characters.
    public static let plain = TextStyle(width: nil, isColoured: false)

    /// `text` set off from its surroundings.
    func bold(_ text: String) -> String { isColoured ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    /// `text` in the background.
    func dim(_ text: String) -> String { isColoured ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

    /// `text` shortened to `columns` characters if the style has a width.
    func cut(_ text: String, to columns: Int) -> String {
        guard width != nil, text.count > max(columns, 8) else { return text }
        return text.prefix(max(columns, 8) - 1) + "…"
    }
}
