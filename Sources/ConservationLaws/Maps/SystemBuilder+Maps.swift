import Diagnostics
import Expressions

/// Systems given by the next values of their variables.
extension SystemBuilder {
    /// Reads a map.
    mutating func buildMap(_ statements: [SystemStatement]) throws -> DynamicalSystem {
        var plain: [SystemStatement] = []
        var hasPrevious: [PlacedText] = []
        for statement in statements {
            switch statement {
            case .mapEquation(let variable, let right):
                let text = try MapText.plain(right, source: source)
                plain.append(.equation(variable: variable.text, order: 1, left: variable, right: text))
                for occurrence in NameScanner.occurrences(in: text.text)
                where occurrence.name.hasSuffix(MapText.previousSuffix)
                    && !hasPrevious.contains(where: { $0.text == occurrence.name })
                {
                    var place = text
                    place.text = occurrence.name
                    hasPrevious.append(place)
                }
            case .equation(_, _, let left, _), .generator(let left, _), .constraint(let left, _):
                report("system.statement", "not a map, though other lines are", left, hint: "write x[n+1] = ...")
            default: plain.append(statement)
            }
        }
        for statement in plain { introduce(statement) }
        for place in hasPrevious where introduced[place.text] == nil {
            var present = place
            present.text = String(place.text.dropLast(MapText.previousSuffix.count))
            guard variables.contains(present.text) else { continue }
            introduce(.equation(variable: place.text, order: 1, left: place, right: present))
        }
        for statement in plain { define(statement) }
        let sides = equations.map { equation in equation.right.map { read($0, extra: []) } ?? .zero }
        try stopIfNeeded()
        var system = DynamicalSystem(
            variables: variables, rightHandSides: sides, parameters: parameters, constraints: [])
        system.kind = .map
        let (_, reader) = MapText.ring(of: system)
        for (equation, side) in zip(equations, sides) {
            do {
                _ = try reader.read(side)
            } catch {
                let place = equation.right.map { $0.location(in: source) }
                problems.append(error.diagnostic(in: "the map of \(equation.variable)", at: place))
            }
        }
        try stopIfNeeded()
        return system
    }
}
