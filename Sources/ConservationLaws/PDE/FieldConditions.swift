import Diagnostics
import ExactAlgebra
import Expressions

/// Conservation laws that evolution equations have on conditions between their parameters only, each found and proved there.
struct FieldConditions {
    /// Most conditions that are tried at each step.
    static let candidateLimit = 12
    /// Most conditions that hold together.
    static let depth = 2
    /// Most monomials of one class that is eliminated with symbols.
    static let classLimit = 16

    let system: FieldSystem
    let options: ConservationOptions
    let control: RunControl

    /// Everything that is found, conditions with few parts first.
    func laws() -> [ConservedLaw] {
        var limited = options
        if limited.maximumWeight == nil, limited.maximumDegree == nil { limited.maximumDegree = 4 }
        guard var general = try? FieldSearch(system, limited, control) else { return [] }
        general.run()
        var found: [ConservedLaw] = []
        var seen: Set<String> = []
        var front = [(system: system, search: general, conditions: [String]())]
        for _ in 0..<Self.depth {
            var next: [(system: FieldSystem, search: FieldSearch, conditions: [String])] = []
            for (system, search, conditions) in front {
                for candidate in search.conditions(limit: Self.candidateLimit) {
                    guard !control.isStopping,
                        let solution = solve(candidate, search.equations.space.symbols, system)
                    else { continue }
                    let special = replacing(solution, in: system)
                    let text = special.equations.map { "\($0.left) = \($0.right.simplified())" }.joined(separator: ";")
                    guard seen.insert(text).inserted, var other = try? FieldSearch(special, limited, control) else {
                        continue
                    }
                    other.run()
                    guard other.isComplete, other.laws.count > search.laws.count else { continue }
                    let all = conditions + ["\(solution.name) = \(solution.value)"]
                    for var law in fresh(other, search) {
                        // A law that part of the conditions gives already is not repeated.
                        let isKnown = found.contains { known in
                            known.expression == law.expression && known.conditions.allSatisfy(all.contains)
                        }
                        if isKnown { continue }
                        law.conditions = all
                        found.append(law)
                    }
                    next.append((special, other, all))
                }
            }
            front = next
        }
        return found
    }

    /// A condition solved for a parameter in which it is linear, simple solutions first.
    private func solve(
        _ condition: Polynomial, _ symbols: [String], _ system: FieldSystem
    ) -> (name: String, value: Expression)? {
        let text = PolynomialText(nameExpressions: symbols.map { PolynomialText.name($0) })
        var best: (name: String, value: Expression)?
        for (index, name) in symbols.enumerated().reversed()
        where system.parameters.contains(where: { $0.name == name && $0.value == nil }) {
            let parts = condition.coefficients(in: index)
            guard parts.count == 2 else { continue }
            var (top, bottom) = (-parts[0], parts[1])
            if let number = bottom.constantValue {
                (top, bottom) = (top.scaled(by: .one / number), condition.ring.one)
            }
            let value =
                bottom.isOne ? text.expression(top) : (text.expression(top) / text.expression(bottom)).simplified()
            if best.map({ value.complexity < $0.value.complexity }) ?? true { best = (name, value) }
        }
        return best
    }

    private func replacing(_ solution: (name: String, value: Expression), in system: FieldSystem) -> FieldSystem {
        func replaced(_ expression: Expression) -> Expression {
            expression.substituting { $0 == solution.name ? solution.value : nil }
        }
        var result = system
        result.parameters.removeAll { $0.name == solution.name }
        result.equations = system.equations.map { .init(left: replaced($0.left), right: replaced($0.right)) }
        return result
    }

    /// The laws that the general search does not have: of every weight the last ones, as many as there are more.
    private func fresh(_ special: FieldSearch, _ general: FieldSearch) -> [ConservedLaw] {
        func weights(_ search: FieldSearch) -> [BigRational] {
            search.laws.map { search.scaling.weight(of: $0.density.sortedTerms.first?.monomial ?? .one) }
        }
        let general = weights(general)
        let own = weights(special)
        let writer = FieldLawWriter(equations: special.equations)
        var result: [ConservedLaw] = []
        for (index, law) in special.laws.enumerated() {
            let number = own[...index].count { $0 == own[index] }
            if number > general.count(where: { $0 == own[index] }) { result.append(writer.law(law)) }
        }
        return result
    }
}
