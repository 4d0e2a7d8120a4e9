/// Collects the lines of a report.
struct ReportText {
    /// How the report may look.
    let style: TextStyle
    private(set) var lines: [String] = []

    init(style: TextStyle) { self.style = style }

    /// The report, each line ended.
    var text: String { lines.map { $0 + "\n" }.joined() }

    /// A line as it is.
    mutating func line(_ text: String) { lines.append(text) }

    /// An empty line, never two in a row nor one at the start.
    mutating func space() {
        if let last = lines.last, !last.isEmpty { lines.append("") }
    }

    /// Names and values, the values aligned; the name is in the background.
    mutating func facts(_ facts: [(name: String, value: String)]) {
        let width = facts.map(\.name.count).max() ?? 0
        for fact in facts {
            let padding = String(repeating: " ", count: width - fact.name.count)
            lines.append("  " + style.dim(fact.name) + padding + "  " + fact.value)
        }
    }

    /// A titled list of sentences; nothing at all when there are none.
    mutating func section(_ title: String, _ sentences: [String]) {
        guard !sentences.isEmpty else { return }
        space()
        lines.append(title)
        for sentence in sentences { lines.append("  " + sentence.printable) }
    }
}
