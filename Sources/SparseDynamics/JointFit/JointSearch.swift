import Diagnostics
import Glibc
import NumericKernel

/// Searches the terms of all equations together: joint fits, each followed by the best subset on the quadratic model that the
/// fit leaves, until nothing changes.
struct JointSearch: Sendable {
    let problem: JointProblem
    let control: RunControl
    /// Terms that may not be left out.
    var fixed: Set<ActiveTerm> = []
    /// Most rounds from one start.
    static let mostRounds = 8

    /// A fit with its evidence.
    struct Candidate: Sendable {
        var solution: JointSolution
        /// χ² and price of the terms; lower is better.
        var score: Double
    }

    /// What a term costs in units of evidence.
    var price: Double { WeakSearch.price(samples: problem.series.count, candidates: problem.library.count) }

    /// All terms that there could be.
    var allTerms: [ActiveTerm] {
        (0..<problem.series.dimension).flatMap { equation in
            (0..<problem.library.count).map { ActiveTerm(equation: equation, function: $0) }
        }
    }

    func score(_ solution: JointSolution) -> Double {
        solution.chiSquared + price * Double(solution.terms.count)
    }

    /// Fits from a start and improves the support until it stays.
    ///
    /// - Returns: every fit met, in order.
    func improved(
        from states: [[Double]], terms: [ActiveTerm], coefficients: [Double], pool: [ActiveTerm]
    ) -> [Candidate] {
        var met: [Candidate] = []
        var seen: Set<[ActiveTerm]> = [terms]
        guard
            var current = problem.solved(
                states: states, terms: terms, coefficients: coefficients, iterations: 12, control: control)
        else { return [] }
        met.append(Candidate(solution: current, score: score(current)))
        for _ in 0..<Self.mostRounds where !control.isStopping {
            guard let proposal = proposals(current, pool: pool, limit: 1).first, seen.insert(proposal.terms).inserted,
                let next = problem.solved(
                    states: current.states, terms: proposal.terms, coefficients: proposal.coefficients, iterations: 12,
                    control: control)
            else { break }
            met.append(Candidate(solution: next, score: score(next)))
            current = next
        }
        return met
    }

    /// Supports that the quadratic model around a solution finds best.
    func proposals(
        _ solution: JointSolution, pool: [ActiveTerm], limit: Int
    ) -> [(terms: [ActiveTerm], coefficients: [Double], score: Double)] {
        let terms = Array(Set(pool + solution.terms)).sorted()
        var known: [ActiveTerm: Double] = [:]
        for (term, value) in zip(solution.terms, solution.coefficients) { known[term] = value }
        let start = terms.map { known[$0] ?? 0 }
        guard let quadratic = problem.reduced(solution.states, terms, start) else { return [] }
        let search = Self.search(quadratic, around: start)
        let prices = [Double](repeating: price, count: terms.count)
        let now = terms.indices.filter { known[terms[$0]] != nil }
        let required = Set(terms.indices.filter { fixed.contains(terms[$0]) })
        let scale = max(1, min(solution.reducedChiSquared, 1.3))
        let fits = search.best(scale: scale, prices: prices, fixed: required, starts: [now], forwardTo: 20)
        return fits.prefix(limit).map { fit in
            let values = search.coefficients(of: fit)
            return (
                fit.support.map { terms[$0] }, fit.support.map { values[$0] },
                search.score(fit, scale: scale, prices: prices)
            )
        }
    }

    /// The quadratic model as a least-squares problem in the coefficients; its sums of squares are relative to the model's
    /// centre.
    static func search(_ quadratic: ReducedQuadratic, around start: [Double]) -> GramSearch {
        let curved = quadratic.matrix.times(start)
        let products = zip(curved, quadratic.gradient).map { $0 - $1 }
        // χ²(w) = χ²(start) + 2 g (w - start) + (w - start) S (w - start), without the constant.
        var total = 0.0
        for index in start.indices { total += start[index] * (curved[index] - 2 * quadratic.gradient[index]) }
        return GramSearch(gram: quadratic.matrix, products: products, total: total)
    }

    /// The best fit from several starts, and the others by evidence.
    ///
    /// After the starts, the supports that the quadratic model around the best one holds for rivals are fitted as well: the
    /// model is only quadratic near its centre.
    func best(
        starts: [(terms: [ActiveTerm], coefficients: [Double])], pool: [ActiveTerm], threads: Int
    ) -> [Candidate] {
        var met = ParallelMap.map(starts, threads: threads) { start in
            improved(from: problem.smoothStates, terms: start.terms, coefficients: start.coefficients, pool: pool)
        }.flatMap { $0 }
        for _ in 0..<3 where !control.isStopping {
            guard let best = met.min(by: { $0.score < $1.score }) else { return [] }
            let tried = Set(met.map(\.solution.terms))
            let rivals = proposals(best.solution, pool: pool, limit: 6).filter { !tried.contains($0.terms) }.prefix(3)
            var isBetter = false
            for rival in rivals where !control.isStopping {
                guard
                    let solution = problem.solved(
                        states: best.solution.states, terms: rival.terms, coefficients: rival.coefficients,
                        iterations: 8, control: control)
                else { continue }
                let candidate = Candidate(solution: solution, score: score(solution))
                isBetter = isBetter || candidate.score < best.score
                met.append(candidate)
            }
            if !isBetter { break }
        }
        var seen: Set<[ActiveTerm]> = []
        return met.sorted { $0.score < $1.score }.filter { seen.insert($0.solution.terms).inserted }
    }
}
