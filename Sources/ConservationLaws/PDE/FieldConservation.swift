import Diagnostics
import ExactAlgebra
import Expressions

/// Finds conservation laws D_t rho + div J = 0 of partial differential equations, exactly.
///
/// Evolution equations: densities by weight where the equations have a scaling with positive weights, otherwise by degree
/// and order, then with negative powers of fields that stay 0 once they are. Other equations: by multipliers. Densities
/// that are divergences count as none; every law is proved by its identity. Parameters stay symbols where the laws hold for all
/// their values; conditions on symbols under which evolution equations have more laws are found from rank drops.
///
/// - Parameters:
///   - system: equations polynomial in the fields and their derivatives, functions such as sin of the fields allowed.
///   - options: limits; `maximumDegree` counts fields.
///   - control: budget in monomials, time limit, interruption.
/// - Throws: `DiscoverError.input` for equations outside the class that can be treated.
public func conservationLaws(
    of system: FieldSystem, options: ConservationOptions, control: RunControl
) throws -> ConservationResult {
    var search = try FieldSearch(system, options, control)
    search.run()
    var notes: [String] = []
    if system.parameters.contains(where: { $0.value != nil }), !search.laws.isEmpty, !control.isStopping {
        let comparison = search.withNames(of: system)
        notes += comparison.notes
        if let named = comparison.search { search = named }
    }
    let writer = FieldLawWriter(equations: search.equations)
    let statements = FieldStatements(
        equations: search.equations, classes: search.classes, count: search.laws.count,
        isComplete: search.isComplete, options: options)
    var result = ConservationResult(
        status: search.laws.isEmpty ? .none : .found, stopped: control.stopReason ?? .exhausted,
        laws: search.laws.map { writer.law($0) },
        searched: .init(
            description: search.classes.joined(separator: "; "), basisSize: search.basisSize, completeDegree: 0,
            dimensions: []),
        isComplete: search.isComplete, statements: statements.sentences + notes, warnings: [],
        evaluations: control.evaluations)
    if system.parameters.contains(where: { $0.value == nil }), !control.isStopping {
        let special = FieldConditions(system: system, options: options, control: control).laws()
        result.conditionalLaws = special
        for condition in special.map(\.conditions).uniqued {
            let count = special.count { $0.conditions == condition }
            result.statements.append(
                "If \(condition.joined(separator: " and ")) there \(count == 1 ? "is one law" : "are \(count) laws") more."
            )
        }
    }
    result.evaluations = control.evaluations
    return result
}

extension [[String]] {
    /// The different elements in order.
    fileprivate var uniqued: [[String]] {
        reduce(into: []) { list, element in if !list.contains(element) { list.append(element) } }
    }
}
