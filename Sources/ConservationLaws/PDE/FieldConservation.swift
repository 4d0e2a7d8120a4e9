import Diagnostics
import ExactAlgebra
import Expressions

/// Finds conservation laws D_t rho + div J = 0 of partial differential equations, exactly.
///
/// Evolution equations: densities by weight where the equations have a scaling with positive weights, otherwise by degree
/// and order, then with negative powers of fields that stay 0 once they are. Other equations: by multipliers. Densities
/// that are divergences count as none; every law is proved by its identity.
///
/// - Parameters:
///   - system: equations polynomial in the fields and their derivatives, functions such as sin of the fields allowed.
///   - options: limits; `maximumDegree` counts fields.
///   - control: budget in monomials, time limit, interruption.
/// - Throws: `DiscoverError.input` for equations outside the class that can be treated.
public func conservationLaws(
    of system: FieldSystem, options: ConservationOptions, control: RunControl
) throws -> ConservationResult {
    let equations = try FieldEquations(system)
    let scaling = ScalingSymmetries(equations)
    var laws: [FieldLaw]
    var isComplete: Bool
    let basisSize: Int
    var classes: [String] = []
    switch equations.form {
    case .evolution(let sides):
        var search = try DensitySearch(
            equations: equations, sides: sides, scaling: scaling, seed: options.seed, control: control)
        for basis in DensityPlan(equations: equations, scaling: scaling, options: options).bases(sides) {
            search.search(basis)
            if control.isStopping { break }
            classes.append(basis.description)
        }
        (laws, isComplete, basisSize) = (search.laws, search.isComplete, search.basisSize)
    case .implicit(let polynomials):
        var search = try MultiplierSearch(
            space: equations.space, polynomials: polynomials, scaling: scaling, seed: options.seed, control: control)
        let (degree, order) = (options.maximumDegree ?? 2, options.maximumOrder ?? 2)
        var basis = DensityBasis(
            monomials: search.monomials(degree: degree, order: order),
            description: "laws with multipliers of degree at most \(degree) and with at most \(order) derivatives")
        basis = basis.multiplied(bySpaceAndTimeUpTo: options.explicitDegree, in: equations.space)
        search.search(basis.monomials)
        classes.append(basis.description)
        (laws, isComplete, basisSize) = (search.laws, search.isComplete, search.basisSize)
    }
    if control.isStopping { isComplete = false }
    // Laws without explicit time and space first.
    func isExplicit(_ law: FieldLaw) -> Bool { law.density.variables.contains { $0.kind == .independent } }
    laws = laws.filter { !isExplicit($0) } + laws.filter(isExplicit)
    let writer = FieldLawWriter(equations: equations)
    let statements = FieldStatements(
        equations: equations, classes: classes, count: laws.count, isComplete: isComplete, options: options)
    return ConservationResult(
        status: laws.isEmpty ? .none : .found, stopped: control.stopReason ?? .exhausted,
        laws: laws.map { writer.law($0) },
        searched: .init(
            description: classes.joined(separator: "; "), basisSize: basisSize, completeDegree: 0, dimensions: []),
        isComplete: isComplete, statements: statements.sentences, warnings: [], evaluations: control.evaluations)
}
