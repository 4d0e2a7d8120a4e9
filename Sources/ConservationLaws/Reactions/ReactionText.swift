import Diagnostics

/// A chemical reaction as written: `2 A + B -> C ; k1`.
struct ReactionText {
    /// Species with how many of them react or come about.
    typealias Complex = [(species: PlacedText, count: Int)]

    /// What reacts.
    var left: Complex
    /// What comes about.
    var right: Complex
    /// Whether it also runs backwards.
    var isReversible: Bool
    /// The line.
    var line: PlacedText
    /// Rate constants, at most two; empty for names made up.
    var rates: [PlacedText]

    /// The arrows that may stand between both sides; those that run both ways first.
    static let arrows: [(text: String, isReversible: Bool)] = [
        ("<->", true), ("<=>", true), ("⇌", true), ("↔", true), ("->", false), ("=>", false), ("→", false),
    ]

    /// Whether a line is a reaction.
    static func isReaction(_ text: String) -> Bool { arrows.contains { text.firstRange(of: $0.text) != nil } }

    /// Takes a line apart.
    init(_ line: PlacedText, source: String) throws(DiscoverError) {
        self.line = line
        let parts = line.split(at: ";")
        guard parts.count <= 2 else {
            throw .input(
                "system.reaction", "expected one ';' in a reaction", at: line.location(in: source),
                hint: "write 2 A + B -> C ; k1")
        }
        rates = parts.count == 2 ? parts[1].split(at: ",").filter { !$0.text.isEmpty } : []
        let text = parts[0].text
        guard let arrow = ReactionText.arrows.first(where: { text.firstRange(of: $0.text) != nil }),
            let range = text.firstRange(of: arrow.text)
        else {
            throw .input("system.reaction", "expected an arrow in a reaction", at: line.location(in: source))
        }
        isReversible = arrow.isReversible
        guard rates.count <= (isReversible ? 2 : 1), !isReversible || rates.count != 1 else {
            throw .input(
                "system.reaction",
                isReversible
                    ? "expected two rate constants behind a reversible reaction, found \(rates.count)"
                    : "expected one rate constant behind a reaction, found \(rates.count)",
                at: rates[0].location(in: source),
                hint: isReversible ? "write A <-> B ; k1, k2" : "write A -> B ; k1")
        }
        let characters = Array(text)
        let start = text.distance(from: text.startIndex, to: range.lowerBound)
        let end = text.distance(from: text.startIndex, to: range.upperBound)
        let sides = [0..<start, end..<characters.count].map {
            PlacedText(characters[$0], row: parts[0].row, offset: parts[0].offset)
        }
        left = try ReactionText.complex(sides[0], source: source)
        right = try ReactionText.complex(sides[1], source: source)
        if left.isEmpty, right.isEmpty {
            throw .input("system.reaction", "a reaction without species", at: line.location(in: source))
        }
    }

    private static func complex(_ side: PlacedText, source: String) throws(DiscoverError) -> Complex {
        if ["", "0", "∅"].contains(side.text) { return [] }
        var result: Complex = []
        for piece in side.split(at: "+") {
            let characters = Array(piece.text)
            let digits = characters.prefix { $0.isASCII && $0.isNumber }
            var rest = characters.dropFirst(digits.count)
            while let first = rest.first, first.isWhitespace || first == "*" { rest.removeFirst() }
            let name = PlacedText(rest, row: piece.row, offset: piece.offset)
            let count = digits.isEmpty ? 1 : Int(String(digits)) ?? 0
            guard NameScanner.isName(name.text), !name.text.contains("'"), (1...20).contains(count) else {
                throw .input(
                    "system.reaction", "expected a species such as 2 A, found '\(piece.text.prefix(40))'",
                    at: piece.location(in: source), hint: "write 2 A + B -> C ; k1, and 0 for nothing")
            }
            if let index = result.firstIndex(where: { $0.species.text == name.text }) {
                result[index].count += count
            } else {
                result.append((name, count))
            }
        }
        return result
    }
}
