import Diagnostics
import Expressions
import NumericKernel

/// Noisy equations with numbers inside their functions: quotients, exponentials and waves.
///
/// A scan of the weak form proposes functions and rough numbers; the joint search chooses terms, Gauss-Newton steps in numbers,
/// coefficients and states together sharpen them, in turn until the terms stay.
struct NumberedSearch {
    /// Most shapes of a system.
    static let mostShapes = 3
    /// Most proposals for an equation.
    static let mostProposals = 8
    /// Terms of an equation beside which no shorter one is looked for.
    static let shortEquation = 3
    /// Most sets of shapes that are fitted.
    static let mostSets = 4
    /// Most rounds of choosing terms and refining numbers.
    static let mostRounds = 4

    let search: NoisySearch

    private var series: ScaledSeries { search.series }
    private var names: [String] { search.ladder.variables + search.ladder.inputs }
    private var library: NumberedLibrary { NumberedLibrary(ladder: search.ladder) }

    /// The best equations with numbers inside functions; nil when no equation gains by them.
    ///
    /// - Parameter weak: the choices of the weak form in the best library so far.
    func outcome(_ weak: NoisySearch.WeakOutcome) throws -> NoisySearch.Outcome? {
        let choices = weak.choices[weak.choices.count / 2]
        let radius = search.radii[weak.choices.count / 2]
        let scan = NumberedScan(
            series: series, names: names, form: WeakForm(series, weak.library, radius: radius, nodes: search.nodes),
            threads: search.threads)
        let proposals = scan.proposals(choices, limit: Self.mostProposals)
        var best: NoisySearch.Outcome?
        for shapes in sets(proposals, scan, choices) where !search.control.isStopping {
            guard let outcome = try fitted(shapes), let own = outcome.candidates.first else { continue }
            if let known = best?.candidates.first, known.score <= own.score { continue }
            best = outcome
            if search.isAcceptable(outcome), isShort(outcome) { break }
        }
        return try best.map(rewritten)
    }

    /// Whether no equation has more terms than most laws.
    private func isShort(_ outcome: NoisySearch.Outcome) -> Bool {
        let terms = outcome.candidates.first?.solution.terms ?? []
        return (0..<series.dimension).allSatisfy { equation in
            terms.filter { $0.equation == equation }.count <= Self.shortEquation
        }
    }

    /// The outcome with other numerators where they make it shorter.
    private func rewritten(_ outcome: NoisySearch.Outcome) throws -> NoisySearch.Outcome {
        var best = outcome
        for place in outcome.shapes.indices where best.shapeErrors[place] != nil && !search.control.isStopping {
            guard let other = best.shapes[place].rewritten, let known = best.candidates.first else { continue }
            var shapes = best.shapes
            shapes[place] = other
            guard let next = try fitted(shapes), let own = next.candidates.first, own.score < known.score else {
                continue
            }
            best = next
        }
        return best
    }

    /// Shapes that are tried together: the best ones of all equations, then those of one family, which weak rows with their
    /// rough covariance may rank behind others.
    private func sets(
        _ proposals: [NumberedScan.Proposal], _ scan: NumberedScan, _ choices: [EquationChoice]
    ) -> [[NumberedShape]] {
        let groups = Dictionary(grouping: proposals, by: \.equation)
        let best = choices.indices.compactMap { groups[$0]?.first }
        guard best.contains(where: { $0.gain > NumberedScan.gain }) else { return [] }
        var wanted = [best.filter { $0.gain > NumberedScan.gain }]
        let families = [.pole, .squarePole] + best.filter { $0.gain > NumberedScan.gain }.map(\.shape.kind)
        for family in families {
            let own = choices.indices.compactMap { equation in
                groups[equation]?.first { $0.shape.kind == family && $0.gain > -NumberedScan.slack }
            }
            if own.contains(where: { $0.gain > NumberedScan.gain }) { wanted.append(own) }
        }
        var result: [[NumberedShape]] = []
        for own in wanted {
            let shapes = written(merged(own), Set(own.map(\.equation)).sorted(), scan, choices)
            let isKnown = result.contains { known in
                known.count == shapes.count && zip(known, shapes).allSatisfy { $0.isLike($1) }
            }
            if !shapes.isEmpty, !isKnown { result.append(shapes) }
        }
        return Array(result.prefix(Self.mostSets))
    }

    /// The different shapes of some proposals; the equation that gains most tells the number best.
    private func merged(_ proposals: [NumberedScan.Proposal]) -> [NumberedShape] {
        var shapes: [NumberedShape] = []
        for proposal in proposals.sorted(by: { ($0.gain, $1.equation) > ($1.gain, $0.equation) })
        where shapes.count < Self.mostShapes && !shapes.contains(where: { $0.isLike(proposal.shape) }) {
            shapes.append(proposal.shape)
        }
        return shapes
    }

    /// The shapes with the better way of writing each numerator.
    private func written(
        _ shapes: [NumberedShape], _ equations: [Int], _ scan: NumberedScan, _ choices: [EquationChoice]
    ) -> [NumberedShape] {
        func total(_ shapes: [NumberedShape]) -> Double {
            equations.reduce(0) { $0 + (scan.score(shapes, equation: $1, choice: choices[$1]) ?? .infinity) }
        }
        var shapes = shapes
        for place in shapes.indices {
            guard let other = shapes[place].rewritten else { continue }
            var changed = shapes
            changed[place] = other
            if total(changed) < total(shapes) { shapes = changed }
        }
        return shapes
    }

    /// The joint fit with some shapes: terms and numbers in turn.
    private func fitted(_ shapes: [NumberedShape]) throws -> NoisySearch.Outcome? {
        guard let scaled = try library.scaled(shapes, withTangents: false, series: series),
            let weak = search.weakly(scaled, rung: 0), var outcome = search.jointly(weak)
        else { return nil }
        outcome.shapes = shapes
        return try refined(outcome, tolerance: NoisySearch.tolerance, nodes: search.nodes)
    }

    /// Refines the numbers of an outcome and chooses the terms again, until these stay.
    func refined(_ outcome: NoisySearch.Outcome, tolerance: Double, nodes: Int) throws -> NoisySearch.Outcome? {
        let refinement = NumberedRefinement(
            library: library, nodes: nodes, tolerance: tolerance, control: search.control)
        guard let first = outcome.candidates.first else { return nil }
        var best: (fit: NumberedRefinement.Fit, score: Double, met: [JointSearch.Candidate])?
        var (problem, solution, shapes) = (outcome.search.problem, first.solution, outcome.shapes)
        for _ in 0..<Self.mostRounds {
            let whole = try refinement.refined(problem, solution, shapes)
            let price = JointSearch(problem: whole.problem, control: search.control).price
            let fit = try refinement.slimmed(whole, price: price)
            let joint = JointSearch(problem: fit.problem, control: search.control)
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
        let joint = JointSearch(problem: fit.problem, control: search.control)
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
