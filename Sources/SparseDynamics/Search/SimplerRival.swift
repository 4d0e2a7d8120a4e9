import Diagnostics
import Glibc

/// Chooses among equally long polynomials that explain noisy data equally well.
///
/// To name a monomial takes the longer the more there are of its degree and below. Half the difference in the length of the names,
/// in natural units of information, is the logarithm of the odds that a sum of simpler monomials has before any data; the data
/// overrule it by as many units of χ².
struct SimplerRival {
    let control: RunControl

    /// Twice the length of the names of the terms in natural units of information; nil when some are no monomials.
    static func length(_ terms: [ActiveTerm], _ library: CandidateLibrary) -> Double? {
        let columns = library.variables.count + library.inputs.count
        var sum = 0.0
        for term in terms {
            guard let degree = library.terms[term.function].exponents?.reduce(0, +) else { return nil }
            sum += 2 * log(Double(CandidateLibrary.monomialCount(degree: degree, count: columns)))
        }
        return sum
    }

    /// The outcome with the odds of equally long rivals in their evidence, and with one of them in front where that decides.
    func weighed(_ outcome: NoisySearch.Outcome) -> NoisySearch.Outcome {
        let library = outcome.search.problem.library.library
        guard outcome.shapes.isEmpty, let first = outcome.candidates.first,
            let own = Self.length(first.solution.terms, library)
        else { return outcome }
        var result = outcome
        for place in outcome.candidates.indices.dropFirst() {
            let terms = outcome.candidates[place].solution.terms
            guard terms.count == first.solution.terms.count, let length = Self.length(terms, library) else { continue }
            result.candidates[place].score += length - own
        }
        guard
            let place = result.candidates.indices.min(by: { result.candidates[$0].score < result.candidates[$1].score }
            ),
            result.candidates[place].score < first.score, !control.isStopping
        else { return result }
        // Rivals may have been fitted less strictly.
        var rival = result.candidates.remove(at: place)
        guard
            let solution = outcome.search.problem.solved(
                states: first.solution.states, terms: rival.solution.terms, coefficients: rival.solution.coefficients,
                iterations: 12, control: control)
        else { return outcome }
        let odds = rival.score - outcome.candidates[place].score
        rival = JointSearch.Candidate(solution: solution, score: outcome.search.score(solution) + odds)
        result.candidates = ([rival] + result.candidates).sorted { $0.score < $1.score }
        return result
    }
}
