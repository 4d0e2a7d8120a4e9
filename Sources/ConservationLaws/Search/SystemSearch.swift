import Diagnostics
import ExactAlgebra

/// A search that starts again over another prime field when the first one was unlucky.
struct SystemSearch {
    /// How many prime fields are tried.
    static let fieldCount = 3

    let system: PolynomialSystem
    let options: ConservationOptions
    let control: RunControl

    /// The outcome of the climb up to a degree, nil for the default effort.
    ///
    /// - Throws: `DiscoverError.input` when the constraints are not invariant or cannot be treated.
    func run(degreeLimit: Int?) throws -> LawSearch {
        var best: LawSearch?
        for index in 0..<SystemSearch.fieldCount {
            guard var search = try LawSearch(system, fieldIndex: index, options: options, control: control) else {
                continue
            }
            if try !search.constraintsAreInvariant() {
                throw DiscoverError.input(
                    "system.constraint-not-invariant",
                    "the constraints do not stay satisfied along the motion", at: system.constraintLocation,
                    hint: "add the time derivative of each constraint as a further constraint, or correct the equations"
                )
            }
            try search.run(degreeLimit: degreeLimit)
            if search.outcome.isSpanned || search.outcome.stopped == .control { return search }
            if best.map({ search.outcome.laws.count > $0.outcome.laws.count }) ?? true { best = search }
        }
        guard let best else {
            throw DiscoverError.numeric(
                Diagnostic("conserve.no-field", "no suitable prime field was found for the coefficients of the system"))
        }
        return best
    }
}
