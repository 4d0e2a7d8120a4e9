import Diagnostics
import NumericKernel

/// Looks for a factor that several noisy equations share, in place of a long list of free coefficients.
///
/// Multiplied out, a factor of few terms makes long equations of small coefficients, which the data tell badly one by one; as products of
/// few numbers they are told well. Every number costs as much as a term, so that nothing is gained where there is no factor.
struct FactoredSearch {
    /// What it is called among the libraries that were searched.
    static let name = "polynomials with a factor that equations share"
    /// Highest degree of the factor.
    static let highestDegree = 2
    /// Terms of an equation from which on a factor may make it shorter.
    static let fewestTerms = 4
    /// Most terms of a quadratic model.
    static let mostTerms = 180

    let outcome: NoisySearch.Outcome
    let control: RunControl

    private var library: FactorLibrary { FactorLibrary(outcome.search.problem.library) }

    /// Whether the equations are such that a factor could explain them: polynomials, two of them with several terms of different
    /// degrees.
    var isWorthwhile: Bool {
        guard let first = outcome.candidates.first, outcome.shapes.isEmpty else { return false }
        let library = self.library
        let terms = first.solution.terms
        guard terms.allSatisfy({ $0.function < library.exponents.count && library.degree($0.function) != nil }) else {
            return false
        }
        return Set(terms.map(\.equation)).filter { equation in
            let own = terms.filter { $0.equation == equation }
            return own.count >= Self.fewestTerms && Set(own.map { library.degree($0.function) }).count > 1
        }.count > 1
    }

    /// The equations with a factor.
    ///
    /// - Returns: nil when none has the better evidence by the price of a term.
    func factored() -> NoisySearch.Outcome? {
        guard isWorthwhile, let first = outcome.candidates.first else { return nil }
        var best: (candidate: JointSearch.Candidate, covariance: Matrix)?
        for start in starts(first.solution) where !control.isStopping {
            guard let found = fitted(start, first),
                found.candidate.score < best?.candidate.score ?? (first.score - outcome.search.price)
            else { continue }
            best = found
        }
        guard let best else { return nil }
        var result = outcome
        result.candidates =
            [best.candidate] + outcome.candidates.filter { $0.solution.terms != best.candidate.solution.terms }
        result.covariance = best.covariance
        return result
    }

    /// The terms of low degree of every equation, times all monomials whose products the library has.
    private func starts(_ solution: JointSolution) -> [SharedFactor] {
        let library = self.library
        let degrees = Set(solution.terms.compactMap { library.degree($0.function) }).sorted()
        let monomials = library.exponents.compactMap { $0 }.filter {
            (1...Self.highestDegree).contains($0.reduce(0, +))
        }
        return degrees.dropLast().compactMap { degree in
            let kept = solution.terms.indices.filter { place in
                (library.degree(solution.terms[place].function) ?? 0) <= degree
            }
            // An equation without higher terms has no part in the factor.
            let equations = Set(solution.terms.filter { (library.degree($0.function) ?? 0) > degree }.map(\.equation))
            let skeleton = kept.map { solution.terms[$0] }
            guard equations.count > 1, equations.allSatisfy({ own in skeleton.contains { $0.equation == own } }) else {
                return nil
            }
            let own = skeleton.filter { equations.contains($0.equation) }
            let possible = monomials.filter { monomial in
                own.allSatisfy { library.product($0.function, monomial) != nil }
            }
            guard !possible.isEmpty else { return nil }
            return SharedFactor(
                skeleton: skeleton, monomials: possible, equations: equations,
                numbers: kept.map { solution.coefficients[$0] } + possible.map { _ in 0 })
        }
    }

    /// The numbers of a factor chosen and fitted around a joint fit, then a joint fit of their products, and the numbers again.
    private func fitted(_ start: SharedFactor, _ first: JointSearch.Candidate)
        -> (candidate: JointSearch.Candidate, covariance: Matrix)?
    {
        let (search, library) = (outcome.search, self.library)
        guard let products = start.products(library) else { return nil }
        let terms = Array(products.union(first.solution.terms)).sorted()
        guard terms.count <= Self.mostTerms, let rough = model(first.solution, terms),
            let chosen = rough.slimmed(start, price: search.price)
        else { return nil }
        let score = first.solution.chiSquared + chosen.change + search.price * Double(chosen.factor.numbers.count)
        guard score < first.score, let support = chosen.factor.products(library)?.sorted(),
            let solution = search.problem.solved(
                states: first.solution.states, terms: support,
                coefficients: chosen.factor.expanded(support, library).coefficients, iterations: 12, control: control),
            let model = model(solution, support), let last = model.slimmed(chosen.factor, price: search.price),
            last.factor.products(library)?.count == support.count
        else { return nil }
        let expansion = last.factor.expanded(support, library)
        let step = zip(expansion.coefficients, solution.coefficients).map { $0 - $1 }
        var own = solution
        own.coefficients = expansion.coefficients
        own.states = solution.states.indices.map {
            model.quadratic.moved(solution.states[$0], stretch: $0, step: step)
        }
        own.chiSquared = search.problem.cost(own.states, support, own.coefficients)
        own.degreesOfFreedom += support.count - last.factor.numbers.count
        let covariance = expansion.slopes.times(last.covariance.times(expansion.slopes.transposed))
        let candidate = JointSearch.Candidate(
            solution: own, score: own.chiSquared + search.price * Double(last.factor.numbers.count))
        return (candidate, covariance)
    }

    /// The quadratic model of some terms around a solution that has a part of them.
    private func model(_ solution: JointSolution, _ terms: [ActiveTerm]) -> FactorFit? {
        var known: [ActiveTerm: Double] = [:]
        for (term, value) in zip(solution.terms, solution.coefficients) { known[term] = value }
        let centre = terms.map { known[$0] ?? 0 }
        guard let quadratic = outcome.search.problem.reduced(solution.states, terms, centre) else { return nil }
        return FactorFit(terms: terms, quadratic: quadratic, centre: centre, library: library)
    }
}
