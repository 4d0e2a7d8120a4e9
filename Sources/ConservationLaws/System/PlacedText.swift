import Diagnostics

/// A piece of a line with the place where it starts.
struct PlacedText {
    var text: String
    /// Line, counted from 1.
    var row: Int
    /// Characters in front of it on its line.
    var offset: Int

    /// The part of the text between two character positions, without blanks at its ends.
    init(_ characters: ArraySlice<Character>, row: Int, offset: Int) {
        var slice = characters
        while let last = slice.last, last.isWhitespace { slice.removeLast() }
        while let first = slice.first, first.isWhitespace { slice.removeFirst() }
        text = String(slice)
        self.row = row
        self.offset = offset + slice.startIndex
    }

    /// The pieces between occurrences of a separator outside parentheses.
    func split(at separator: Character) -> [PlacedText] {
        var pieces: [PlacedText] = []
        let characters = Array(text)
        var start = 0
        var depth = 0
        for (index, character) in characters.enumerated() {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == separator, depth <= 0 {
                pieces.append(PlacedText(characters[start..<index], row: row, offset: offset))
                start = index + 1
            }
        }
        pieces.append(PlacedText(characters[start...], row: row, offset: offset))
        return pieces
    }

    /// The place of a character of the text, the first one by default.
    func location(in source: String, at position: Int = 0) -> SourceLocation {
        SourceLocation(file: source, row: row, column: offset + position + 1)
    }
}
