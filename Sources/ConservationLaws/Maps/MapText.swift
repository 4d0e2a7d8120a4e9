import Diagnostics
import ExactAlgebra
import Expressions

/// Turns the notation of maps, `x[n+1] = y[n]`, into names that formulas can hold, character by character.
enum MapText {
    /// What stands behind the name of the value one step before the present one.
    static let previousSuffix = "_prev"

    /// Whether a line gives the next value of a variable.
    static func isMap(_ line: String) -> Bool { nextVariable(line) != nil }

    /// The variable of `x[n+1] = ...` or `x_{n+1} = ...`.
    static func nextVariable(_ line: String) -> String? {
        guard let equals = line.firstIndex(of: "=") else { return nil }
        let left = String(line[..<equals].filter { !$0.isWhitespace })
        for ending in ["[n+1]", "[k+1]", "[t+1]", "_{n+1}"] where left.hasSuffix(ending) {
            let name = String(left.dropLast(ending.count))
            return NameScanner.isName(name) && !name.contains("'") ? name : nil
        }
        return nil
    }

    /// The text with present values under their plain names and earlier ones with a suffix; the length stays.
    ///
    /// - Throws: for other brackets, with their place.
    static func plain(_ place: PlacedText, source: String) throws(DiscoverError) -> PlacedText {
        let characters = Array(place.text)
        var result: [Character] = []
        var index = 0
        while index < characters.count {
            let isBrace = characters[index] == "_" && index + 1 < characters.count && characters[index + 1] == "{"
            guard characters[index] == "[" || isBrace else {
                result.append(characters[index])
                index += 1
                continue
            }
            guard let close = characters[index...].firstIndex(where: { $0 == "]" || $0 == "}" }) else { break }
            let inside = String(characters[(index + (isBrace ? 2 : 1))..<close].filter { !$0.isWhitespace })
            let length = close - index + 1
            switch inside {
            case "n", "k", "t": result += [Character](repeating: " ", count: length)
            case "n-1", "k-1", "t-1":
                let suffix = Array(previousSuffix)
                result += suffix + [Character](repeating: " ", count: max(length - suffix.count, 0))
            default:
                throw .input(
                    "system.map", "'[\(inside.prefix(20))]' in a map, expected [n] or [n-1]",
                    at: place.location(in: source, at: index),
                    hint: "introduce a variable for older values: z[n+1] = x[n-1]")
            }
            index = close + 1
        }
        if index < characters.count { result += characters[index...] }
        var changed = place
        changed.text = String(result)
        return changed
    }

    /// The ring of a map's variables, parameters and constants, with its reader.
    static func ring(of system: DynamicalSystem) -> (PolynomialRing, PolynomialReader) {
        var constants: [NamedConstant] = []
        func collect(_ expression: Expression) {
            if case .constant(let constant) = expression, !constants.contains(constant) { constants.append(constant) }
            expression.children.forEach(collect)
        }
        system.rightHandSides.forEach(collect)
        let ring = PolynomialRing(
            system.variables + system.parameters.map(\.name) + constants.map(PolynomialReader.name(of:)))
        return (ring, PolynomialReader(ring: ring))
    }
}
