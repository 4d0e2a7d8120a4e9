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
        guard try isPromising(found, small, terms: terms.count, fields: fields) else { return nil }
        let fit = FieldFit(problem: problem, library: small, target: target, known: found.fit.known)
        guard let other = try FieldSearch(fit: fit, control: control).run(seed: seed) else { return nil }
        let saved = Double(terms.count - other.state.model.support.count)
        let rows = Double(problem.rows.count)
        guard saved > 0, other.reduced <= FieldDiscovery.acceptedChiSquared(problem),
            (other.reduced - found.reduced) * rows < saved * log(rows)
        else { return nil }
        return (other, small)
    }

    /// Whether a wave in place of all powers of its field comes near the found equation, where that one's fields are.
    private func isPromising(
        _ found: FieldSearch.Outcome, _ library: FieldLibrary, terms: Int, fields: [Int]
    ) throws -> Bool {
        var fit = FieldFit(problem: problem, library: library, target: target, known: found.fit.known)
        fit.inflation = found.fit.inflation
        fit.unresolved = found.fit.unresolved
        let model = FieldModel(support: Array(0..<terms), coefficients: found.state.model.coefficients)
        let columns = fit.columns(at: found.state.fields)
        guard let quadratic = fit.quadratic(model, at: found.state.fields, columns: columns) else { return false }
        let search = try SubsetSearch(quadratic.whitened)
        let limit = search.fit(model.support, withGains: false).residual + Double(problem.rows.count)
        return fields.contains { field in
            let others = (0..<terms).filter { !Self.isPower(library.terms[$0], of: field) }
            return library.terms.indices.dropFirst(terms).contains { wave in
                search.fit(others + [wave], withGains: false).residual < limit
            }
        }
    }

    /// Whether a term is a power of one field, without derivatives and coordinates.
    private static func isPower(_ term: FieldTerm, of field: Int) -> Bool {
        term.timeDerivative == 0 && term.derivative.allSatisfy { $0 == 0 } && term.function.wave == nil
            && term.function.timeMode == 0 && term.function.coordinatePowers.allSatisfy { $0 == 0 }
            && term.function.powers[field] > 0 && term.function.powers[field] == term.function.degree
    }
}
