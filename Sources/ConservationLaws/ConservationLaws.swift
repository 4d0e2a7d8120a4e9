import Diagnostics
import Expressions

/// Finds the polynomial conserved quantities of a system, exactly.
///
/// - Throws: `DiscoverError.input` for systems outside the class that can be treated.
public func conservedQuantities(
    of system: DynamicalSystem, options: ConservationOptions, control: RunControl
) throws -> ConservationResult {
    ConservationResult(
        status: .none, stopped: .exhausted, laws: [],
        searched: .init(description: "", basisSize: 0, completeDegree: 0, dimensions: []), isComplete: false,
        statements: [], warnings: [], evaluations: 0)
}
