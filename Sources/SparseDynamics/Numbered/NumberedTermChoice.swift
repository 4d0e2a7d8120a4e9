import Diagnostics

/// Chooses the terms of equations with numbers inside functions, and refines the numbers, in turn.
struct NumberedTermChoice {
    /// Most rounds of choosing terms and refining numbers.
    static let mostRounds = 4

    let library: NumberedLibrary
    let nodes: Int
    let tolerance: Double
    let control: RunControl

    /// The fit of the numbers.
    var refinement: NumberedRefinement {
        NumberedRefinement(library: library, nodes: nodes, tolerance: tolerance, control: control)
    }

    /// Refines the numbers of an outcome and chooses the terms again, until these stay.
    func refined(_ outcome: NoisySearch.Outcome) throws -> NoisySearch.Outcome? {
        guard let first = outcome.candidates.first else { return nil }
        var best: (fit: NumberedRefinement.Fit, score: Double, met: [JointSearch.Candidate])?
        var (problem, solution, shapes) = (outcome.search.problem, first.solution, outcome.shapes)
        for _ in 0..<Self.mostRounds {
            let whole = try refinement.refined(problem, solution, shapes)
            let price = JointSearch(problem: whole.problem, control: control).price
            let fit = try refinement.slimmed(whole, price: price)
            let joint = JointSearch(problem: fit.problem, control: control)
            let score = joint.score(fit.solution) + self.price(joint, fit)
            if let best, score >= best.score { break }
            let met = joint.improved(
                from: fit.solution.states, terms: fit.solution.terms, coefficients: fit.solution.coefficients,
                pool: outcome.pool)
            best = (fit, score, met)
            guard let next = met.min(by: { $0.score < $1.score }), next.solution.terms != fit.solution.terms else {
                break
            }
            (problem, solution, shapes) = (fit.problem, next.solution, fit.shapes)
        }
        guard let best,
            best.fit.solution.terms.contains(where: { library.shape(of: $0.function, best.fit.shapes) != nil })
        else { return nil }
        let fit = try refinement.rounded(best.fit)
        let joint = JointSearch(problem: fit.problem, control: control)
        let extra = price(joint, fit)
        var result = outcome
        result.search = joint
        result.shapes = fit.shapes
        result.shapeErrors = fit.errors
        result.covariance = fit.covariance
        let own = JointSearch.Candidate(solution: fit.solution, score: joint.score(fit.solution) + extra)
        var seen: Set<[ActiveTerm]> = [fit.solution.terms]
        result.candidates =
            [own]
            + best.met.map { JointSearch.Candidate(solution: $0.solution, score: $0.score + extra) }
            .filter { $0.score >= own.score && seen.insert($0.solution.terms).inserted }
            .sorted { $0.score < $1.score }
        return result
    }

    /// What the numbers that occur cost: each is one more that the data must pay for.
    private func price(_ joint: JointSearch, _ fit: NumberedRefinement.Fit) -> Double {
        joint.price * Double(fit.errors.filter { $0 != nil }.count)
    }
}
