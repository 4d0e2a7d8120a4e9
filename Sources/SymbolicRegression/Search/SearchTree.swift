import Diagnostics
import Expressions
import NumericKernel

/// The scheduler: walks the tree of exactly reduced problems, most reduced first, and runs the strategies on its nodes.
///
/// A node's structure tests propose smaller problems; a proposal becomes a child when its surrogate is at least as good
/// as the node's own. The search follows the best child down, runs all strategies where nothing reduces further, and
/// backs up to the other children and the parents when that does not give the law.
final class SearchTree {
    private let scoreboard: Scoreboard
    private var context: StrategyContext
    private let options: FitOptions
    private let control: RunControl
    private var visited: Set<String> = []
    private var expanded = 0
    private var maximumNodes = 18
    private var exhaustiveRuns = 0
    private let maximumExhaustiveRuns = 8
    /// Whether a law leaves only noise.
    private(set) var explained = false
    /// Whether a law with two fitted numbers leaves only noise: the search ends soon.
    private var isNearlyDone = false
    /// The last law that this was asked about.
    private var examined: Expression?
    /// Whether coarse surrogates are compared as if the rows were exact.
    private var trustsRows = false { didSet { context.trustsRows = trustsRows } }
    /// Whether noise showed while the rows were read as exact: that walk ends.
    private var hasLostTrust = false
    /// Problems that nothing reduced further.
    private var leaves: [ReducedProblem] = []
    /// Problems on which the slow strategies have not run yet, in the order of the walk.
    private var postponed: [ReducedProblem] = []

    /// A search on a scoreboard.
    init(scoreboard: Scoreboard, options: FitOptions, control: RunControl) {
        self.scoreboard = scoreboard
        self.options = options
        self.control = control
        context = StrategyContext(
            scoreboard: scoreboard, options: options, control: control, trainingRows: scoreboard.trainingRows)
    }

    /// Runs the search to its end.
    func run() throws {
        let root = ReducedProblem(scoreboard.problem)
        // The mean is what every law has to beat, and what is left when nothing else is tried in time.
        context.submit(.real(scoreboard.mean(0..<scoreboard.trainingRows)), for: root, by: "constant")
        // Rows are read as exact first unless they look noisy: that walk is the shorter one.
        let surrogate = root.dimension > 2 ? try fitSurrogate(root) : nil
        trustsRows = surrogate.map { !looksNoisy(root, $0) } ?? false
        try walk(from: root, surrogate: surrogate)
        let wasExact = trustsRows && !hasLostTrust
        if trustsRows || (context.noise == nil && root.dimension > 2), !isDone() {
            trustsRows.toggle()
            hasLostTrust = false
            try walk(from: root, surrogate: surrogate)
        }
        if context.noise == nil {
            try suspectNoise()
        } else if !wasExact {
            try doubtNoise()
        }
        if !isDone() { try runStrategies(on: root, stage: .last) }
    }

    /// Whether a smooth function of the inputs leaves much of the target over, and neither more terms nor other
    /// coordinates, those of the surrogate, help.
    private func looksNoisy(_ root: ReducedProblem, _ surrogate: PolynomialSurrogate) -> Bool {
        guard let smooth = Self.screen(root, scoreboard.trainingRows) else { return true }
        return surrogate.relativeError > 0.8 * smooth.relativeError
    }

    /// Walks the tree once; the surrogate is the root's, nil for none yet.
    private func walk(from root: ReducedProblem, surrogate: PolynomialSurrogate?) throws {
        visited = []
        postponed = []
        expanded = 0
        exhaustiveRuns = 0
        try explore(root, surrogate: surrogate)
        for problem in postponed where !isDone() && !hasLostTrust {
            try runStrategies(on: problem, stage: .exhaustive)
        }
        if isNearlyDone { explained = true }
    }

    /// What looked like noise may have been a law too wild for any surrogate: the strategies for exact data get their turn
    /// on the most reduced problems, if nothing else has explained the data.
    private func doubtNoise() throws {
        guard !isDone() else { return }
        context.noise = nil
        try runOnLeaves()
    }

    /// A law too wild for any surrogate may still have noise on it: the strategies for noisy data get their turn.
    private func suspectNoise() throws {
        guard !isDone(), let first = orderedLeaves.first,
            let smoothing = Self.screen(first, scoreboard.trainingRows)?.smoothing
        else { return }
        context.noise = smoothing.meanSquare.squareRoot()
        try runOnLeaves()
    }

    /// Problems that nothing reduced further, with fewest inputs first.
    private var orderedLeaves: [ReducedProblem] {
        leaves.enumerated().sorted { ($0.element.dimension, $0.offset) < ($1.element.dimension, $1.offset) }
            .map(\.element)
    }

    private func runOnLeaves() throws {
        exhaustiveRuns = 0
        for problem in orderedLeaves.prefix(3) where !isDone() {
            try runStrategies(on: problem, stage: .thorough)
            if !isDone() { try runStrategies(on: problem, stage: .exhaustive) }
        }
    }

    private func runStrategies(on problem: ReducedProblem, stage: StrategyStage) throws {
        if stage == .exhaustive {
            guard !isNearlyDone, exhaustiveRuns < maximumExhaustiveRuns else { return }
            exhaustiveRuns += 1
        }
        for strategy in StrategyRegistry.strategies where strategy.stage == stage {
            if control.isStopping { return }
            try strategy.search(problem, context)
            if scoreboard.hasExact { return }
        }
    }

    /// Whether nothing is left to find: an exact law, a law down to the noise, or no budget.
    private func isDone() -> Bool {
        if scoreboard.hasExact || control.isStopping || explained { return true }
        guard let shortest = scoreboard.shortest, shortest.expression != examined else { return false }
        examined = shortest.expression
        guard let law = ResidualTest(scoreboard: scoreboard).law(shortest) else { return false }
        // With exact numbers a long sum may collapse into a law of ordinary size.
        scoreboard.insert(scoreboard.readable(law.candidate))
        if law.numbers <= 1 {
            explained = true
            return true
        }
        // Two fitted numbers bend many a shape into place: look a little further for a law that needs fewer.
        if !isNearlyDone {
            isNearlyDone = true
            maximumNodes = min(maximumNodes, expanded + 2)
        }
        return false
    }

    /// A problem with what a surrogate says about it.
    private struct Node {
        var problem: ReducedProblem
        var surrogate: PolynomialSurrogate
    }

    /// Explores a node and what is below it; returns when an exact law is found or everything was tried.
    private func explore(_ problem: ReducedProblem, surrogate known: PolynomialSurrogate?) throws {
        expanded += 1
        try runStrategies(on: problem, stage: .quick)
        if isDone() { return }
        var problem = problem
        var surrogate = context.noise == nil && known?.smoothing == nil ? known : nil
        if surrogate == nil, problem.dimension > 1, context.noise == nil { surrogate = try fitSurrogate(problem) }
        var smooth: PolynomialSurrogate?
        if !trustsRows, context.noise != nil || surrogate.map({ $0.relativeError > 1e-6 }) ?? true {
            smooth = try known?.smoothing != nil ? known : smoothed(problem, like: nil)
            notice(smooth, problem)
            problem.smoothed = smooth.flatMap { target(of: problem, freedOfNoiseBy: $0) }
        } else if trustsRows, problem.dimension <= Self.largestTellingDimension, let surrogate,
            surrogate.relativeError > 1e-4, surrogate.relativeError < 0.7
        {
            // With few inputs left a surrogate that does not improve is a sign of noise.
            notice(try smoothed(problem, like: nil), problem)
            if context.noise != nil {
                hasLostTrust = true
                return
            }
        }
        var children: [Node] = []
        if problem.dimension > 1 {
            if let smooth, !trustsRows, context.noise != nil || surrogate?.isCoarse ?? true {
                children = try plausibleChildren(of: problem, smooth)
            } else if let surrogate {
                children = try acceptedChildren(of: problem, surrogate)
            }
        }
        for child in children where expanded < maximumNodes {
            try explore(child.problem, surrogate: child.surrogate)
            if isDone() || hasLostTrust { return }
        }
        try runStrategies(on: problem, stage: .thorough)
        if isDone() { return }
        if children.isEmpty {
            leaves.append(problem)
            try runStrategies(on: problem, stage: .exhaustive)
        } else {
            postponed.append(problem)
        }
    }

    /// Rows of smoothing fits: all that matter for the noise, few enough for a second of work.
    private static let smoothingRows = 8000
    /// Rows and terms of the fits that compare proposals.
    private static let smoothingBudget = 250
    private static let screeningRows = 2500
    private static let screeningBudget = 90

    /// A fit to a few rows with a few terms; it finds the best coordinates.
    private static func screen(_ problem: ReducedProblem, _ rows: Int) -> PolynomialSurrogate? {
        try? SmoothingFit(problem: problem, rows: min(rows, screeningRows), budget: screeningBudget).best()
    }

    /// A fit to most rows in the coordinates of another fit, nil for those of a screening fit.
    private func smoothed(_ problem: ReducedProblem, like screened: PolynomialSurrogate?) throws -> PolynomialSurrogate?
    {
        control.charge(1)
        let rows = scoreboard.trainingRows
        guard let coordinates = (screened ?? Self.screen(problem, rows))?.coordinates else { return nil }
        return try SmoothingFit(
            problem: problem, rows: min(rows, Self.smoothingRows), budget: Self.smoothingBudget,
            coordinates: coordinates
        ).best()
    }

    /// In more inputs a polynomial of affordable degree may stall for its own reasons.
    private static let largestTellingDimension = 3

    /// Share of the residuals' variance that neighbouring rows do not have in common, above which residuals are noise.
    private static let noisyNugget = 0.75

    /// Takes a surrogate that cannot be improved as evidence of noise, unless its residuals are much the same in neighbouring
    /// rows.
    private func notice(_ surrogate: PolynomialSurrogate?, _ problem: ReducedProblem) {
        guard let surrogate, let smoothing = surrogate.smoothing, surrogate.relativeError < 0.7,
            surrogate.relativeError > 1e-6, problem.dimension <= Self.largestTellingDimension
        else { return }
        // In one or two inputs rows have close neighbours, which tell; in more, residuals of a stiff surrogate differ
        // from row to row as well.
        guard problem.dimension <= 2 || smoothing.isAtPlateau,
            NuggetTest(columns: problem.values, residuals: smoothing.residuals).share > Self.noisyNugget
        else { return }
        context.noise = min(context.noise ?? .infinity, smoothing.meanSquare.squareRoot())
    }

    /// The target for scans: the surrogate where its error is noise, the rows as they are where it is the surrogate's own.
    private func target(of problem: ReducedProblem, freedOfNoiseBy surrogate: PolynomialSurrogate) -> [Double]? {
        guard let smoothing = surrogate.smoothing else { return nil }
        if smoothing.isAtPlateau || problem.dimension > Self.largestTellingDimension { return smoothing.predicted }
        let nugget = NuggetTest(columns: problem.values, residuals: smoothing.residuals).share
        return nugget > Self.noisyNugget ? smoothing.predicted : Array(problem.target.prefix(scoreboard.trainingRows))
    }

    /// Proposals of all structure tests that were not taken before, cheapest and best fitting first.
    private func proposals(
        _ context: ReductionContext, perReduction: Int, total: Int
    ) throws -> [ReductionProposal] {
        let found = try StrategyRegistry.reductions.flatMap { reduction in
            try reduction.proposals(context).filter(\.problem.isConsistent).prefix(perReduction)
        }
        let ordered = found.enumerated().sorted {
            ($0.element.price + 3 * $0.element.misfit, $0.offset) < (
                $1.element.price + 3 * $1.element.misfit, $1.offset
            )
        }.map(\.element)
        return Array(ordered.filter { !visited.contains(signature($0.problem)) }.prefix(total))
    }

    /// The proposals that fit the noisy rows no worse than the parent does, those with the best evidence first.
    ///
    /// Both surrogates leave residuals on the same rows: the difference of their squares has a mean and a standard error,
    /// which decide (a paired test); noise common to both cancels.
    private func plausibleChildren(of problem: ReducedProblem, _ surrogate: PolynomialSurrogate) throws -> [Node] {
        let reductionContext = ReductionContext(problem: problem, surrogate: surrogate, count: 400)
        guard reductionContext.rows.count > 20 else { return [] }
        let proposals = try proposals(reductionContext, perReduction: 14, total: 36)
        guard !proposals.isEmpty, let reference = surrogate.smoothing,
            let parent = Self.screen(problem, scoreboard.trainingRows)?.smoothing
        else { return [] }
        func rank(_ proposal: ReductionProposal, _ comparison: PairedComparison) -> Double {
            comparison.logarithmicGain + 1.5 * proposal.price + Double(proposal.problem.dimension)
        }
        // A cheap comparison sorts out most, a fit to all rows decides.
        let screened = zip(proposals, fitAll(proposals, Self.screen)).compactMap { proposal, fitted in
            fitted.flatMap { fitted -> (proposal: ReductionProposal, fit: PolynomialSurrogate, rank: Double)? in
                guard let smoothing = fitted.smoothing else { return nil }
                let comparison = PairedComparison(smoothing.residuals, parent.residuals)
                return comparison.z < 2.5 ? (proposal, fitted, rank(proposal, comparison)) : nil
            }
        }.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.prefix(6).map(\.element)
        var accepted: [(node: Node, rank: Double)] = []
        for (proposal, fit, _) in screened {
            guard let fitted = try smoothed(proposal.problem, like: fit), let smoothing = fitted.smoothing else {
                continue
            }
            let comparison = PairedComparison(smoothing.residuals, reference.residuals)
            // Surrogates that agree to so many digits span the same functions: the problem is the same in other coordinates.
            let isKnown = accepted.contains {
                $0.node.problem.dimension == proposal.problem.dimension
                    && abs($0.node.surrogate.relativeError / fitted.relativeError - 1) < 1e-9
            }
            guard comparison.z < 2.5, !isKnown else { continue }
            accepted.append((Node(problem: proposal.problem, surrogate: fitted), rank(proposal, comparison)))
        }
        return accepted.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
            .prefix(3).map(\.element.node).filter { visited.insert(signature($0.problem)).inserted }
    }

    private func fitSurrogate(_ problem: ReducedProblem) throws -> PolynomialSurrogate? {
        control.charge(1)
        return try? PolynomialSurrogate.fit(
            columns: problem.values, target: problem.target, rows: min(scoreboard.trainingRows, 4000), budget: 500)
    }

    /// The proposals whose surrogates are no worse than the parent's, best first.
    private func acceptedChildren(
        of problem: ReducedProblem, _ surrogate: PolynomialSurrogate
    ) throws -> [Node] {
        let reductionContext = ReductionContext(problem: problem, surrogate: surrogate, count: 400)
        guard reductionContext.rows.count > 20 else { return [] }
        let coarse = surrogate.isCoarse
        let proposals = try proposals(reductionContext, perReduction: coarse ? 12 : 8, total: coarse ? 24 : 14)
        guard !proposals.isEmpty else { return [] }
        let chosen = coarse ? try worthwhile(proposals, problem) : proposals
        return try children(of: problem, surrogate, chosen)
    }

    /// The proposals that do best in a small fit; where surrogates are coarse, large ones cost seconds.
    private func worthwhile(_ proposals: [ReductionProposal], _ problem: ReducedProblem) throws -> [ReductionProposal] {
        guard proposals.count > Self.mostLargeFits else { return proposals }
        let small = fitAll(proposals) { problem, rows in
            try? PolynomialSurrogate.fit(
                columns: problem.values, target: problem.target, rows: min(rows, 1500), budget: 130)
        }
        let ordered = proposals.indices.compactMap { k -> (index: Int, rank: Double)? in
            guard let fitted = small[k], fitted.relativeError.isFinite else { return nil }
            let error = fitted.relativeError / scaleChange(problem, proposals[k].problem)
            return (k, 3 * Elementary.log(max(error, 1e-13)) + 0.5 * proposals[k].price)
        }.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }
        // Fewer inputs leave more terms for each: small steps would lose a comparison by errors alone.
        let steps = ordered.filter { proposals[$0.index].problem.dimension == problem.dimension - 1 }
        let chosen = Set(ordered.prefix(Self.mostLargeFits).map(\.index) + steps.prefix(4).map(\.index))
        return chosen.sorted().map { proposals[$0] }
    }

    /// Most proposals that get a large surrogate where surrogates are coarse.
    private static let mostLargeFits = 10

    /// The proposals that become children.
    private func children(
        of problem: ReducedProblem, _ surrogate: PolynomialSurrogate, _ proposals: [ReductionProposal]
    ) throws -> [Node] {
        let coarse = surrogate.isCoarse
        // Surrogates of the proposals are independent of each other: fit them side by side, judge them in order.
        let surrogates = fitAll(proposals) { problem, rows in
            try? PolynomialSurrogate.fit(
                columns: problem.values, target: problem.target, rows: min(rows, 4000), budget: 500)
        }
        let reference = max(surrogate.relativeError * (coarse ? 1.02 : 1.25), 1e-8)
        var accepted: [(problem: ReducedProblem, surrogate: PolynomialSurrogate, rank: Double)] = []
        for (proposal, fitted) in zip(proposals, surrogates) {
            guard let fitted, fitted.relativeError <= reference * scaleChange(problem, proposal.problem),
                !coarse || !isSpiky(proposal.problem, problem)
            else { continue }
            let gain = Elementary.log(max(fitted.relativeError, 1e-13) / max(surrogate.relativeError, 1e-13))
            // With a coarse surrogate the gradients say little and the drop of the error is the evidence.
            let evidence = coarse ? 0.5 * proposal.price + 3 * gain : proposal.price + 0.3 * max(gain, -6)
            let rank = Double(proposal.problem.dimension) * 2 + evidence
            accepted.append((proposal.problem, fitted, rank))
        }
        let ordered = accepted.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
            .map(\.element)
        var chosen = Array(ordered.prefix(coarse ? 2 : 4))
        // A polynomial in fewer variables fits better even when they are the wrong ones: where surrogates are coarse, a
        // small step is always among those that are followed.
        if coarse, !chosen.contains(where: { $0.problem.dimension == problem.dimension - 1 }),
            let step = ordered.first(where: { $0.problem.dimension == problem.dimension - 1 })
        {
            chosen.append(step)
        }
        return chosen.map { Node(problem: $0.problem, surrogate: $0.surrogate) }
            .filter { visited.insert(signature($0.problem)).inserted }
    }

    /// Errors are relative to the spread of the target: when a factor or a summand was taken out, a smaller spread must
    /// not count as a worse fit.
    private func scaleChange(_ parent: ReducedProblem, _ child: ReducedProblem) -> Double {
        guard parent.targetSteps.count != child.targetSteps.count else { return 1 }
        let before = Statistics.standardDeviation(parent.target) / max(Statistics.rootMeanSquare(parent.target), 1e-300)
        let after = Statistics.standardDeviation(child.target) / max(Statistics.rootMeanSquare(child.target), 1e-300)
        return after > 0 ? max(1, before / after) : 1
    }

    /// Whether a reduction made a few values of the target tower above the others: a wrong divisor went near zero, and
    /// errors relative to these values look small.
    private func isSpiky(_ child: ReducedProblem, _ parent: ReducedProblem) -> Bool {
        func peak(_ values: [Double]) -> Double {
            (values.map(abs).max() ?? 0) / max(Statistics.rootMeanSquare(values), 1e-300)
        }
        return peak(child.target) > 3 * max(peak(parent.target), 4)
    }

    /// Fits surrogates to proposals on all threads; `fit` gets a proposal and the number of training rows.
    private func fitAll(
        _ proposals: [ReductionProposal], _ fit: @Sendable @escaping (ReducedProblem, Int) -> PolynomialSurrogate?
    ) -> [PolynomialSurrogate?] {
        let rows = scoreboard.trainingRows
        control.charge(proposals.count)
        let control = control
        return ParallelMap.map(proposals.map(\.problem), threads: options.threads) { problem in
            control.isStopping ? nil : fit(problem, rows)
        }
    }

    /// Problems reached by different orders of the same reductions are the same problem.
    private func signature(_ problem: ReducedProblem) -> String {
        // A column and its reciprocal say the same.
        let columns = problem.columns.map { column in
            min(column.expression.reportText, column.expression.raised(to: -1).reportText)
        }.sorted().joined(separator: ";")
        return columns + "|" + problem.lift(.variable("y")).reportText
    }
}
