import Expressions
import Glibc

/// Reads units: products by space, `*`, `.` or `·`; quotients by `/`; powers by `^`, `**`, superscripts or digits that
/// follow a symbol (`m2`, `s-1`); parentheses; numbers in front.
///
/// `J/mol K` is refused because people mean different things by it. Texts are bounded in length and depth.
struct UnitParser {
    /// Longest text that is read, in characters.
    static let maximumLength = 200
    /// Deepest nesting of parentheses.
    static let maximumDepth = 20
    /// Largest numerator and denominator of an exponent.
    static let maximumExponent = 99

    private let text: String
    private let characters: [Character]
    private var index = 0
    private var depth = 0

    /// The unit that a text means.
    ///
    /// - Throws: `UnitProblem` that names the part that is no unit.
    static func parse(_ text: String) throws(UnitProblem) -> PhysicalUnit {
        var parser = UnitParser(text)
        return try parser.whole()
    }

    private init(_ text: String) {
        self.text = text
        characters = Array(text.prefix(Self.maximumLength + 1))
    }

    private mutating func whole() throws(UnitProblem) -> PhysicalUnit {
        guard characters.count <= Self.maximumLength else {
            throw problem(at: Self.maximumLength, "it has more than \(Self.maximumLength) characters")
        }
        skipSpaces()
        guard index < characters.count else {
            throw problem(at: index, "it is empty", hint: "write 1 for a plain number")
        }
        // A lone dash is how tables mark plain numbers.
        if ["-", "–", "—"].contains(String(characters[index...])) { return .one }
        let unit = try product()
        if index < characters.count {
            throw problem(at: index, "'\(characters[index])' does not belong here")
        }
        return unit
    }

    private enum Operator { case times, divided, end }

    private mutating func product() throws(UnitProblem) -> PhysicalUnit {
        var result = try power()
        var divided = false
        while true {
            let start = index
            let (next, isWritten) = nextOperator()
            if next == .end { return result }
            if next == .times, divided, !isWritten {
                throw problem(
                    from: start, "a product after '/' can be read in two ways",
                    hint: "put the divisor between parentheses, as in J/(mol K)")
            }
            divided = divided || next == .divided
            skipSpaces()
            let operand = try power()
            guard let inverse = next == .divided ? operand.raised(to: .minusOne) : operand,
                let combined = result.times(inverse)
            else { throw problem(from: start, "the unit is out of range") }
            result = combined
        }
    }

    /// The operator at the current place; a product by a space alone is not written.
    private mutating func nextOperator() -> (operator: Operator, isWritten: Bool) {
        let hadSpace = skipSpaces()
        guard index < characters.count, characters[index] != ")" else { return (.end, true) }
        switch characters[index] {
        case "/", "÷":
            index += 1
            return (.divided, true)
        case "*", "×", "⋅":
            index += 1
            return (.times, true)
        case "·", ".", "•", "∙":
            index += 1
            return (.times, false)
        default:
            let startsFactor = hadSpace || characters[index] == "("
            return startsFactor ? (.times, false) : (.end, true)
        }
    }

    private mutating func power() throws(UnitProblem) -> PhysicalUnit {
        let start = index
        let base = try atom()
        guard let exponent = try exponent() else { return base }
        guard let result = base.raised(to: exponent) else { throw problem(from: start, "the unit is out of range") }
        return result
    }

    private mutating func atom() throws(UnitProblem) -> PhysicalUnit {
        guard index < characters.count else { throw problem(at: index, "something is missing at the end") }
        let character = characters[index]
        if character == "(" {
            let start = index
            guard depth < Self.maximumDepth else { throw problem(at: index, "parentheses are nested too deeply") }
            depth += 1
            index += 1
            skipSpaces()
            let inner = try product()
            skipSpaces()
            guard index < characters.count, characters[index] == ")" else {
                throw problem(at: start, "this parenthesis is never closed")
            }
            index += 1
            depth -= 1
            return inner
        }
        if character.isASCII, character.isNumber || character == "." { return try number() }
        return try symbol()
    }

    private mutating func number() throws(UnitProblem) -> PhysicalUnit {
        let start = index
        func isDigit(_ position: Int) -> Bool {
            position < characters.count && characters[position].isASCII && characters[position].isNumber
        }
        while isDigit(index) || (index < characters.count && characters[index] == "." && isDigit(index + 1)) {
            index += 1
        }
        if index < characters.count, characters[index] == "e" || characters[index] == "E" {
            let sign = index + 1 < characters.count && "+-".contains(characters[index + 1]) ? 1 : 0
            if isDigit(index + 1 + sign) {
                index += 1 + sign
                while isDigit(index) { index += 1 }
            }
        }
        guard let value = Double(String(characters[start..<index])), value.isFinite, value > 0 else {
            throw problem(from: start, "this number is no size of a unit")
        }
        return PhysicalUnit(
            dimension: .dimensionless, scale: value, hasOffset: false, coefficient: value, factors: [])
    }

    private mutating func symbol() throws(UnitProblem) -> PhysicalUnit {
        let start = index
        while index < characters.count, Self.belongsToSymbol(characters[index]) { index += 1 }
        guard index > start else {
            throw problem(at: start, "'\(characters[start])' does not belong here")
        }
        let name = String(characters[start..<index])
        guard let entry = UnitTable.meaning(of: name) else {
            let near = NameSuggestion.closest(to: name, among: UnitTable.symbols)
            throw problem(
                from: start, "'\(name)' is no unit that is known", hint: near.map { "did you mean '\($0)'?" })
        }
        return PhysicalUnit(
            dimension: entry.dimension, scale: entry.scale, hasOffset: entry.hasOffset, coefficient: 1,
            factors: [UnitFactor(symbol: name, exponent: .one)])
    }

    private static func belongsToSymbol(_ character: Character) -> Bool {
        if superscript(character) != nil { return false }
        return character.isLetter || "_°%‰′″☉⊙℃µμΩ".contains(character)
    }

    /// The exponent behind a factor, nil for none.
    private mutating func exponent() throws(UnitProblem) -> Rational? {
        guard index < characters.count else { return nil }
        let start = index
        if characters[index] == "^" {
            index += 1
        } else if characters[index] == "*", index + 1 < characters.count, characters[index + 1] == "*" {
            index += 2
        } else if Self.superscript(characters[index]) != nil {
            return try superscripts()
        } else if start > 0, Self.belongsToSymbol(characters[start - 1]) {
            // `m2` and `s-1`, as climate data write them.
            let sign = "-−+".contains(characters[index]) ? 1 : 0
            guard index + sign < characters.count, characters[index + sign].isASCII, characters[index + sign].isNumber
            else { return nil }
            return try bounded(try integer(start), .one, start)
        } else {
            return nil
        }
        if index < characters.count, characters[index] == "(" {
            index += 1
            let top = try integer(start)
            var bottom = 1
            if index < characters.count, characters[index] == "/" {
                index += 1
                bottom = try integer(start)
            }
            guard index < characters.count, characters[index] == ")" else {
                throw problem(from: start, "this exponent is no whole number or fraction", hint: "write m^2 or m^(1/2)")
            }
            index += 1
            return try bounded(top, Rational(bottom), start)
        }
        let top = try integer(start)
        // `m^0.5` is clear enough.
        if index + 1 < characters.count, characters[index] == ".", characters[index + 1] == "5",
            index + 2 >= characters.count || !characters[index + 2].isNumber
        {
            index += 2
            let isNegative = characters[start...].dropFirst().first.map { "-−".contains($0) } ?? false
            return try bounded(2 * top + (isNegative ? -1 : 1), Rational(2), start)
        }
        return try bounded(top, .one, start)
    }

    private func bounded(_ top: Int, _ bottom: Rational, _ start: Int) throws(UnitProblem) -> Rational {
        guard abs(top) <= Self.maximumExponent, abs(bottom.numerator) <= Self.maximumExponent,
            let exponent = Rational(top, bottom.numerator)
        else { throw problem(from: start, "this exponent is out of range") }
        return exponent
    }

    private mutating func integer(_ start: Int) throws(UnitProblem) -> Int {
        var isNegative = false
        if index < characters.count, "-−+".contains(characters[index]) {
            isNegative = characters[index] != "+"
            index += 1
        }
        var value: Int?
        while index < characters.count, characters[index].isASCII, let digit = characters[index].wholeNumberValue {
            value = min((value ?? 0) * 10 + digit, 1_000_000)
            index += 1
        }
        guard let value else {
            throw problem(from: start, "this exponent is no whole number or fraction", hint: "write m^2 or m^(1/2)")
        }
        return isNegative ? -value : value
    }

    private mutating func superscripts() throws(UnitProblem) -> Rational {
        let start = index
        var isNegative = false
        var value: Int?
        while index < characters.count, let digit = Self.superscript(characters[index]) {
            if digit < 0 {
                guard index == start else { break }
                isNegative = digit == -1
            } else {
                value = min((value ?? 0) * 10 + digit, 1_000_000)
            }
            index += 1
        }
        guard let value else { throw problem(from: start, "this exponent is no whole number") }
        return try bounded(isNegative ? -value : value, .one, start)
    }

    /// The digit that a superscript means, -1 for a minus and -2 for a plus.
    private static func superscript(_ character: Character) -> Int? {
        switch character {
        case "⁰": 0
        case "¹": 1
        case "²": 2
        case "³": 3
        case "⁴": 4
        case "⁵": 5
        case "⁶": 6
        case "⁷": 7
        case "⁸": 8
        case "⁹": 9
        case "⁻": -1
        case "⁺": -2
        default: nil
        }
    }

    @discardableResult
    private mutating func skipSpaces() -> Bool {
        let start = index
        while index < characters.count,
            characters[index] == " " || characters[index] == "\u{a0}" || characters[index] == "\u{202f}"
                || characters[index] == "\t"
        {
            index += 1
        }
        return index > start
    }

    private func problem(at position: Int, _ message: String, hint: String? = nil) -> UnitProblem {
        UnitProblem(
            text: text, piece: position < characters.count ? String(characters[position]) : "", position: position + 1,
            message: message, hint: hint)
    }

    private func problem(from start: Int, _ message: String, hint: String? = nil) -> UnitProblem {
        UnitProblem(
            text: text, piece: String(characters[start..<max(start, min(index, characters.count))]),
            position: start + 1, message: message, hint: hint)
    }
}
