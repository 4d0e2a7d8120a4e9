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

    /// By how much more than to first order numbers that are free may gain.
    static let trust = 2.0
    /// Terms that an equation may lose when its numbers are right.
    static let mostDropped = 4.0

    let search: NoisySearch
    /// The choices of the weak form in the best library without numbers.
    let known: NoisySearch.WeakOutcome
    /// The evidence of the joint fit in that library.
    let bound: Double
    /// Whether that fit leaves nothing but noise.
    let isAcceptable: Bool

    private var series: ScaledSeries { search.series }
    private var names: [String] { search.ladder.variables + search.ladder.inputs }
    private var library: NumberedLibrary { NumberedLibrary(ladder: search.ladder) }
    private var choice: NumberedTermChoice {
        NumberedTermChoice(
            library: library, nodes: search.nodes, tolerance: NoisySearch.tolerance, control: search.control)
    }

    /// The best equations with numbers inside functions; nil when no equation gains by them.
    func outcome() throws -> NoisySearch.Outcome? {
        let choices = known.choices[known.choices.count / 2]
        let radius = search.radii[known.choices.count / 2]
        let scan = NumberedScan(
            series: series, names: names, form: WeakForm(series, known.library, radius: radius, nodes: search.nodes),
            threads: search.threads)
        let proposals = scan.proposals(choices, limit: Self.mostProposals)
        var best: NoisySearch.Outcome?
        // Equations that explain the data to their noise give way to shorter ones only, which weak rows must show as well.
        if isAcceptable, !proposals.contains(where: { $0.gain > 0 }) { return nil }
        for shapes in sets(proposals, scan, choices) where !search.control.isStopping {
            let bound = best?.candidates.first?.score ?? self.bound
            guard let outcome = try fitted(shapes, below: bound), let own = outcome.candidates.first else { continue }
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

    /// The outcome with other numerators where they make it better, and with other powers where it is long.
    ///
    /// Weak rows of few samples may rank a square before the first power that the joint fit prefers.
    private func rewritten(_ outcome: NoisySearch.Outcome) throws -> NoisySearch.Outcome {
        var best = outcome
        for place in outcome.shapes.indices where best.shapeErrors[place] != nil {
            let shape = best.shapes[place]
            let others = (shape.rewritten.map { [$0] } ?? []) + (isShort(best) ? [] : shape.otherPowers)
            for other in others where !search.control.isStopping {
                guard let known = best.candidates.first else { break }
                var shapes = best.shapes
                shapes[place] = other
                guard let next = try fitted(shapes, below: known.score), let own = next.candidates.first,
                    own.score < known.score
                else { continue }
                best = next
            }
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
    ///
    /// - Returns: nil also when the fit with rough numbers tells that no others bring it below a bound.
    private func fitted(_ shapes: [NumberedShape], below bound: Double) throws -> NoisySearch.Outcome? {
        guard let scaled = try library.scaled(shapes, isForRows: true, series: series),
            let weak = search.weakly(scaled, rung: 0), var outcome = search.jointly(weak)
        else { return nil }
        outcome.shapes = shapes
        guard try isPromising(outcome, bound) else { return nil }
        return try choice.refined(outcome)
    }

    /// Whether numbers that are free, and terms that are dropped for them, might bring an outcome below a score.
    private func isPromising(_ outcome: NoisySearch.Outcome, _ bound: Double) throws -> Bool {
        guard let own = outcome.candidates.first else { return false }
        let gain = try choice.refinement.expectedGain(outcome.search.problem, own.solution, outcome.shapes)
        return own.score - Self.trust * gain < bound + Self.mostDropped * outcome.search.price
    }
}
