import Diagnostics
import ExactAlgebra
import Expressions

/// Laws that a system has on a condition between its parameters only, each found and proved on its condition.
struct SpecialValues {
    /// Largest degree of the laws looked for.
    static let largestDegree = 3
    /// Most conditions that are tried.
    static let largestCount = 16

    let system: DynamicalSystem
    let options: ConservationOptions
    let control: RunControl

    /// A condition with the laws that hold on it and not in general.
    struct Special {
        var condition: String
        var laws: [ConservedLaw]
    }

    /// Tries the conditions between symbols.
    ///
    /// - Parameters:
    ///   - general: the system with its symbols.
    ///   - outcome: what is known for general values.
    func find(general: PolynomialSystem, outcome: SearchOutcome) throws -> [Special] {
        let degree = min(Self.largestDegree, options.maximumDegree ?? Self.largestDegree)
        guard system.parameters.contains(where: { $0.value == nil }), general.baseCount <= 8 else { return [] }
        var result: [Special] = []
        var seen: Set<String> = []
        for candidate in ConditionFinder(system: general).candidates(largestDegree: degree).prefix(Self.largestCount) {
            guard !control.isStopping, let solution = solve(candidate, in: general) else { continue }
            guard seen.insert(solution.name + "\(solution.value)").inserted else { continue }
            if let special = try special(
                solution, degree: degree, generalLaws: outcome, variableCount: general.variableCount)
            {
                result.append(special)
            }
        }
        return result
    }

    /// The condition solved for a parameter in which it is linear.
    private func solve(_ condition: Polynomial, in general: PolynomialSystem) -> (name: String, value: Expression)? {
        let text = PolynomialText(nameExpressions: general.nameExpressions)
        var best: (name: String, value: Expression)?
        for (offset, parameter) in system.parameters.enumerated().reversed() where parameter.value == nil {
            let index = general.variableCount + offset
            let parts = condition.coefficients(in: index)
            guard parts.count == 2 else { continue }
            var (top, bottom) = (-parts[0], parts[1])
            if let number = bottom.constantValue {
                (top, bottom) = (top.scaled(by: .one / number), general.ring.one)
            }
            let value =
                bottom.isOne ? text.expression(top) : (text.expression(top) / text.expression(bottom)).simplified()
            if best.map({ value.complexity < $0.value.complexity }) ?? true { best = (parameter.name, value) }
        }
        return best
    }

    private func special(
        _ solution: (name: String, value: Expression), degree: Int, generalLaws: SearchOutcome,
        variableCount: Int
    ) throws -> Special? {
        var changed = system
        changed.parameters.removeAll { $0.name == solution.name }
        func replaced(_ expression: Expression) -> Expression {
            expression.substituting { $0 == solution.name ? solution.value : nil }
        }
        changed.rightHandSides = changed.rightHandSides.map(replaced)
        changed.constraints = changed.constraints.map(replaced)
        guard let plain = try? PolynomialSystem(changed) else { return nil }
        let special = plain.withDarbouxPolynomials
        let search = try SystemSearch(system: special, options: options, control: control).run(degreeLimit: degree)
        let found = search.outcome
        let known = generalLaws.laws.filter { $0.quantity.stateDegree(variableCount) <= degree }
        // Numbers that make eigenvalues rational give laws with the time without being special otherwise.
        let hasTimeLaws = found.laws.count == known.count && !solution.value.variables.isEmpty
        let timeCount = hasTimeLaws ? found.timeLaws.count - generalLaws.timeLaws.count : 0
        guard found.isSpanned, found.laws.count > known.count || timeCount > 0 else { return nil }
        let fresh = found.laws.filter { law in !known.contains { $0.quantity.description == law.quantity.description } }
        var laws = LawSet(system: special, laws: fresh).conservedLaws
        // The quantities that are new: as many as the count grew by, the last ones found first.
        laws = Array(laws.suffix(found.laws.count - known.count))
        if timeCount > 0 {
            laws += LawSet(system: special, laws: [], timeLaws: found.timeLaws).timeDependentLaws.suffix(timeCount)
        }
        let condition = "\(solution.name) = \(solution.value)"
        for index in laws.indices { laws[index].conditions = [condition] }
        return Special(condition: condition, laws: laws)
    }
}
