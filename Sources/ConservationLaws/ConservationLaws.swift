import Diagnostics
import ExactAlgebra
import Expressions

/// Finds the polynomial conserved quantities of a system, exactly.
///
/// Solves the linear conditions dH/dt = 0 for the coefficients of H degree by degree: over a prime field, class by class
/// of monomials that the motion mixes, then lifted to exact fractions (or polynomials in the parameters) and proved by the
/// identity itself. Products of laws already found are not counted again, nor are functions of them. With constraints,
/// dH/dt may be a combination of them, and what is constant because of them is not counted.
///
/// - Parameters:
///   - system: polynomial right-hand sides and constraints; rational functions of parameters are allowed.
///   - options: degree and size limits.
///   - control: budget in basis functions, time limit, interruption; a search cut short says so in its result.
/// - Throws: `DiscoverError.input` for systems outside the class that can be treated.
public func conservedQuantities(
    of system: DynamicalSystem, options: ConservationOptions, control: RunControl
) throws -> ConservationResult {
    let plain = try PolynomialSystem(system)
    let hasValues = plain.values.contains { $0 != nil }
    let symbolic = plain.withDarbouxPolynomials
    let special = hasValues ? try plain.specialised() : plain
    let numeric = hasValues ? special.withDarbouxPolynomials : symbolic
    let search = try SystemSearch(system: numeric, options: options, control: control)
        .run(degreeLimit: options.maximumDegree)
    let outcome = search.outcome
    var chosen = LawSet(system: numeric, laws: outcome.laws, timeLaws: outcome.timeLaws)
    var statements = Statements(system: numeric, outcome: outcome).sentences
    if hasValues, !outcome.laws.isEmpty, outcome.stopped != .control {
        let comparison = try SymbolicForm(
            symbolic: symbolic, numeric: numeric, search: search, options: options, control: control
        ).compare()
        if let better = comparison.laws { chosen = better }
        statements += comparison.statements
    }
    let stopped: StopReason =
        switch outcome.stopped {
        case .allLaws: .accepted
        case .degreeLimit, .effort: .exhausted
        case .basisSize: .evaluations
        case .control: control.stopReason ?? .evaluations
        }
    var warnings: [String] = []
    if outcome.stopped == .basisSize {
        let degree = outcome.completeDegree + 1
        warnings.append(
            degree + numeric.degree > LawSearch.largestDegree
                ? "the right-hand sides have degree \(numeric.degree): laws of degree \(degree) would need exponents above "
                    + "\(LawSearch.largestDegree): not searched"
                : "degree \(degree) needs more than \(options.maximumBasisSize) basis functions: not searched")
    }
    if !outcome.isSpanned {
        warnings.append("some laws modulo a prime could not be lifted to exact ones: there may be more laws")
    }
    if plain.hasIgnoredConstraints {
        warnings.append(
            "the constraints cannot be solved one after another and were left out: these are the laws that hold without them"
        )
    }
    if !plain.chosenSets.isEmpty {
        let places = plain.chosenSets.map { "\($0) = 0" }.joined(separator: ", ")
        statements.append(
            "The constraints hold on several sets; these are the laws where \(places). Give the other factors to search the other sets."
        )
    } else if plain.hasChangedConstraints {
        statements.append("Constraints were replaced by combinations of them that can be solved one after another.")
    }
    var result = ConservationResult(
        status: chosen.laws.isEmpty ? .none : .found, stopped: stopped, laws: chosen.conservedLaws,
        searched: .init(
            description: Statements(system: numeric, outcome: outcome).classDescription, basisSize: outcome.basisSize,
            completeDegree: outcome.completeDegree, dimensions: outcome.dimensions),
        isComplete: outcome.stopped != .control && outcome.stopped != .basisSize && outcome.isSpanned,
        statements: statements, warnings: warnings, evaluations: outcome.evaluations)
    result.searched.logarithmDegree = outcome.logarithmDegree >= 0 ? outcome.logarithmDegree : nil
    result.searched.darbouxDegree = numeric.darbouxDegree
    result.timeDependentLaws = chosen.timeDependentLaws
    if let sentence = search.integrability() { result.statements.append(sentence) }
    if symbolic.symbolCount > 0, !hasValues, outcome.stopped != .control {
        let specials = try SpecialValues(system: system, options: options, control: control)
            .find(general: symbolic, outcome: outcome)
        result.conditionalLaws = specials.flatMap(\.laws)
        for special in specials {
            let count = special.laws.count
            result.statements.append(
                "If \(special.condition) there \(count == 1 ? "is one law" : "are \(count) laws") more.")
        }
    }
    return result
}
