import Diagnostics

/// Takes lines apart.
struct StatementReader {
    let source: String
    private(set) var problems: [Diagnostic] = []
    /// Whether equations are partial differential equations in any form.
    var readsFields = false

    init(source: String) { self.source = source }

    /// The statements of a text, comments and empty lines left out.
    mutating func statements(of text: String) -> [SystemStatement] {
        var clean = Substring(text)
        if clean.first == "\u{FEFF}" { clean.removeFirst() }
        var result: [SystemStatement] = []
        for (index, line) in clean.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let characters = Array(line)
            let end = characters.firstIndex(of: "#") ?? characters.count
            let piece = PlacedText(characters[..<end], row: index + 1, offset: 0)
            if !piece.text.isEmpty { result += statements(in: piece) }
        }
        return result
    }

    private mutating func statements(in line: PlacedText) -> [SystemStatement] {
        let characters = Array(line.text)
        let wordEnd = characters.firstIndex { !$0.isLetter } ?? characters.count
        let word = String(characters[..<wordEnd])
        let rest = PlacedText(characters[wordEnd...], row: line.row, offset: line.offset)
        let isKeyword = wordEnd == characters.count || (characters[wordEnd].isWhitespace && !rest.text.hasPrefix("="))
        if isKeyword {
            switch word {
            case "param", "params", "parameter", "parameters": return parameters(rest, at: line)
            case "constraint": return constraint(rest, at: line)
            case "let": return definition(rest, at: line)
            case "pair", "pairs": return pairs(rest, at: line)
            default: break
            }
        }
        return equation(line)
    }

    private mutating func report(_ code: String, _ message: String, _ place: PlacedText, hint: String?) {
        problems.append(Diagnostic(code, message, at: place.location(in: source), hint: hint))
    }

    private mutating func parameters(_ rest: PlacedText, at line: PlacedText) -> [SystemStatement] {
        var result: [SystemStatement] = []
        for piece in rest.split(at: ",") {
            let sides = piece.split(at: "=")
            guard sides.count <= 2, NameScanner.isName(sides[0].text), !sides[0].text.contains("'") else {
                report(
                    "system.parameter", "expected the name of a parameter, found '\(piece.text.prefix(40))'",
                    piece.text.isEmpty ? line : piece, hint: "write param a = 3/2, or param a for a symbol")
                continue
            }
            result.append(.parameter(name: sides[0], value: sides.count == 2 ? sides[1] : nil))
        }
        return result
    }

    private mutating func constraint(_ rest: PlacedText, at line: PlacedText) -> [SystemStatement] {
        let sides = rest.split(at: "=")
        guard sides.count <= 2, sides.allSatisfy({ !$0.text.isEmpty }) else {
            report(
                "system.constraint", "expected one equation after 'constraint'", line,
                hint: "write constraint x^2 + y^2 = 1")
            return []
        }
        return [.constraint(left: sides[0], right: sides.count == 2 ? sides[1] : nil)]
    }

    private mutating func definition(_ rest: PlacedText, at line: PlacedText) -> [SystemStatement] {
        let sides = rest.split(at: "=")
        guard sides.count == 2, NameScanner.isName(sides[0].text), !sides[0].text.contains("'") else {
            report(
                "system.definition", "expected a name, '=' and a formula after 'let'", line,
                hint: "write let r2 = x^2 + y^2")
            return []
        }
        return [.definition(name: sides[0], value: sides[1])]
    }

    private mutating func pairs(_ rest: PlacedText, at line: PlacedText) -> [SystemStatement] {
        // Parentheses and semicolons between pairs are a matter of taste.
        var plain = rest
        plain.text = String(rest.text.map { "();".contains($0) ? ($0 == ";" ? "," : " ") : $0 })
        let pieces = plain.split(at: ",").filter { !$0.text.isEmpty }
        guard !pieces.isEmpty, pieces.count % 2 == 0, pieces.allSatisfy({ NameScanner.isName($0.text) }) else {
            report(
                "system.pairs", "expected pairs of a coordinate and its momentum after '\(line.text.prefix(5))'", line,
                hint: "write pairs (q1, p1), (q2, p2)")
            return []
        }
        return [.pairs(pieces)]
    }

    private mutating func equation(_ line: PlacedText) -> [SystemStatement] {
        if !readsFields, ReactionText.isReaction(line.text) {
            do {
                return [.reaction(try ReactionText(line, source: source))]
            } catch {
                problems += error.diagnostics
                return []
            }
        }
        let sides = line.split(at: "=")
        if !readsFields, sides.count == 2, let next = MapText.nextVariable(line.text), !sides[1].text.isEmpty {
            var variable = sides[0]
            variable.text = next
            return [.mapEquation(variable: variable, right: sides[1])]
        }
        if readsFields, sides.count <= 2, sides.allSatisfy({ !$0.text.isEmpty }) {
            return [.fieldEquation(left: sides[0], right: sides.count == 2 ? sides[1] : nil)]
        }
        guard sides.count == 2 else {
            report(
                "system.statement",
                sides.count < 2
                    ? "expected an equation, found '\(line.text.prefix(40))'"
                    : "expected one '=' in an equation, found \(sides.count - 1)", line,
                hint: "a line is x' = ..., dx/dt = ..., param ..., constraint ..., let ... or a comment after #")
            return []
        }
        switch EquationSide.read(sides[0].text) {
        case .derivative(let variable, let order):
            return [.equation(variable: variable, order: order, left: sides[0], right: sides[1])]
        case .partial(let name):
            report(
                "system.partial-differential-equation",
                "'\(sides[0].text)' begins a partial differential equation among ordinary ones", sides[0],
                hint: "for an ordinary differential equation write \(name)' = ...")
        case .other where ["H", "L"].contains(sides[0].text):
            return [.generator(name: sides[0], value: sides[1])]
        case .other:
            var hint = "write x' = ... or dx/dt = ..."
            if NameScanner.isName(sides[0].text) {
                let name = sides[0].text
                hint =
                    "for the derivative write \(name)' = ..., for a number param \(name) = ..., for an abbreviation let"
            }
            report(
                "system.left-side", "expected a derivative on the left of '=', found '\(sides[0].text.prefix(40))'",
                line, hint: hint)
        }
        return []
    }
}
