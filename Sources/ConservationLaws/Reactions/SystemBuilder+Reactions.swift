import Diagnostics
import Expressions

/// Systems given by chemical reactions, by the law of mass action.
extension SystemBuilder {
    /// Derives the rate equations.
    mutating func buildReactions(_ statements: [SystemStatement]) throws -> DynamicalSystem {
        var reactions: [ReactionText] = []
        for statement in statements {
            switch statement {
            case .reaction(let reaction): reactions.append(reaction)
            case .equation(_, _, let left, _), .generator(let left, _), .constraint(let left, _):
                report(
                    "system.statement", "an equation among reactions, expected only one kind", left,
                    hint: "write the production of a species as a reaction, such as 0 -> A ; k")
            default: introduce(statement)
            }
        }
        for reaction in reactions {
            for (species, _) in reaction.left + reaction.right {
                if let earlier = introduced[species.text], !variables.contains(species.text) {
                    report(
                        "system.duplicate-name",
                        "\(species.text) is a species and a parameter of line \(earlier.row)", species)
                }
                if !variables.contains(species.text) { variables.append(species.text) }
                introduced[species.text] = introduced[species.text] ?? species
            }
        }
        guard variables.count <= SystemParser.variableLimit else {
            throw DiscoverError.input(
                "system.too-large", "\(variables.count) species, expected at most \(SystemParser.variableLimit)",
                at: reactions.first?.line.location(in: source))
        }
        for statement in statements { define(statement) }
        introduceRates(reactions)
        let constants = reactions.enumerated().map { rates(of: $0.element, number: $0.offset + 1) }
        try stopIfNeeded()
        var changes: [[Int]] = []
        var terms = variables.map { _ in [Expression]() }
        for (reaction, constants) in zip(reactions, constants) {
            var change = [Int](repeating: 0, count: variables.count)
            for (species, count) in reaction.right { change[index(of: species.text)] += count }
            for (species, count) in reaction.left { change[index(of: species.text)] -= count }
            changes.append(change)
            for (constant, complex, sign) in zip3(constants, [reaction.left, reaction.right], [1, -1]) {
                let powers = complex.map { part in
                    part.count == 1
                        ? Expression.variable(part.species.text)
                        : Expression.variable(part.species.text).raised(to: part.count)
                }
                for (species, amount) in change.enumerated() where amount != 0 {
                    terms[species].append(.product([.integer(sign * amount), constant] + powers))
                }
            }
        }
        var system = DynamicalSystem(
            variables: variables,
            rightHandSides: terms.map { $0.isEmpty ? .zero : Expression.sum($0).simplified() },
            parameters: parameters, constraints: [])
        system.reactions = changes
        return system
    }

    private func index(of species: String) -> Int { variables.firstIndex(of: species) ?? 0 }

    /// Names of rate constants that no line declares become symbols.
    private mutating func introduceRates(_ reactions: [ReactionText]) {
        for (number, reaction) in reactions.enumerated() {
            if reaction.rates.isEmpty {
                for name in Self.names(number: number + 1, isReversible: reaction.isReversible)
                where introduced[name] == nil {
                    introduced[name] = reaction.line
                    parameters.append(.init(name: name, value: nil))
                }
            }
            for rate in reaction.rates {
                for occurrence in NameScanner.occurrences(in: rate.text)
                where !occurrence.isCalled && introduced[occurrence.name] == nil
                    && !["pi", "π"].contains(occurrence.name)
                {
                    introduced[occurrence.name] = rate
                    parameters.append(.init(name: occurrence.name, value: nil))
                }
            }
        }
    }

    private static func names(number: Int, isReversible: Bool) -> [String] {
        isReversible ? ["k\(number)", "k\(number)_back"] : ["k\(number)"]
    }

    private mutating func rates(of reaction: ReactionText, number: Int) -> [Expression] {
        guard !reaction.rates.isEmpty else {
            return Self.names(number: number, isReversible: reaction.isReversible).map { .variable($0) }
        }
        return reaction.rates.map { place in
            let rate = read(place, extra: [])
            if let species = rate.variables.first(where: { variables.contains($0) }) {
                report(
                    "system.reaction", "the rate constant holds the species \(species)", place,
                    hint: "rates follow from mass action; write equations for other rate laws")
            }
            return rate
        }
    }
}

private func zip3<A, B, C>(_ first: [A], _ second: [B], _ third: [C]) -> [(A, B, C)] {
    zip(zip(first, second), third).map { ($0.0, $0.1, $1) }
}
