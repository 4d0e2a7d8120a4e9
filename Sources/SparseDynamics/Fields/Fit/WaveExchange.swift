import Diagnostics
import Glibc

/// Looks for a sine or cosine of a field that does the work of several powers of it.
///
/// Where a field is small, powers are the beginning of a series: data explained by u and u³ may be explained by sin(u) alone.
/// The shorter equation is taken when it explains the data as well.
struct WaveExchange {
    let problem: FieldProblem
    let target: Int
    let control: RunControl

    /// The shorter equation; nil when there is none.
    func exchanged(
        _ found: FieldSearch.Outcome, _ library: FieldLibrary, seed: UInt64
    ) throws -> (outcome: FieldSearch.Outcome, library: FieldLibrary)? {
        let terms = found.state.model.support.map { library.terms[$0] }
        let fields = problem.data.fields.indices.filter { field in
            terms.count { Self.isPower($0, of: field) } > 1
        }
        guard !fields.isEmpty else { return nil }
        var small = library
        let none = [Int](repeating: 0, count: problem.data.fields.count)
        let zero = [Int](repeating: 0, count: problem.data.space.count)
        small.terms = terms
        for field in fields {
            for wave in [FieldFunction.Wave.sine(field: field), .cosine(field: field)] {
                let term = FieldTerm(function: FieldFunction(powers: none, wave: wave), derivative: zero)
                if !terms.contains(where: { $0.function == term.function && $0.derivative == zero }) {
                    small.terms.append(term)
                }
            }
        }
        small.summary += "; sines and cosines in place of powers"
        let fit = FieldFit(problem: problem, library: small, target: target, known: found.fit.known)
        guard let other = try FieldSearch(fit: fit, control: control).run(seed: seed) else { return nil }
        let saved = Double(terms.count - other.state.model.support.count)
        let rows = Double(problem.rows.count)
        guard saved > 0, other.reduced <= FieldDiscovery.acceptedChiSquared(problem),
            (other.reduced - found.reduced) * rows < saved * log(rows)
        else { return nil }
        return (other, small)
    }

    /// Whether a term is a power of one field, without derivatives and coordinates.
    private static func isPower(_ term: FieldTerm, of field: Int) -> Bool {
        term.timeDerivative == 0 && term.derivative.allSatisfy { $0 == 0 } && term.function.wave == nil
            && term.function.timeMode == 0 && term.function.coordinatePowers.allSatisfy { $0 == 0 }
            && term.function.powers[field] > 0 && term.function.powers[field] == term.function.degree
    }
}
