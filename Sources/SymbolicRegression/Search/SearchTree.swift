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
    private let fits: SurrogateFits
    private var context: StrategyContext
    private let options: FitOptions
    private let control: RunControl
    private var visited: Set<String> = []
    private var expanded = 0
    private var maximumNodes = 18
    private var exhaustiveRuns = 0
    private let maximumExhaustiveRuns = 8
    private var patience: Patience
    /// Whether the best smooth function of many inputs leaves most of the target over.
    private var isMostlyNoise = false
    /// Whether a law leaves only noise.
    private(set) var explained = false
    /// Strategies that a computation broke down in, with the reasons.
    private(set) var failures: Set<String> = []
    /// Whether a law with two fitted numbers leaves only noise: the search ends soon.
    private var isNearlyDone = false
    /// Whether what a law leaves over is being searched.
    private var isOnRemainder = false
    /// Whether a law with so few numbers leaves only noise that nothing better is to be expected.
    private var isConvincing = false
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
        fits = SurrogateFits(trainingRows: scoreboard.trainingRows, threads: options.threads, control: control)
        context = StrategyContext(
            scoreboard: scoreboard, options: options, control: control, trainingRows: scoreboard.trainingRows)
        patience = Patience(trainingRows: scoreboard.trainingRows)
    }

    /// Runs the search to its end.
    func run() throws {
        let whole = ReducedProblem(scoreboard.problem)
        // The mean is what every law has to beat, and what is left when nothing else is tried in time.
        context.submit(.real(scoreboard.mean(0..<scoreboard.trainingRows)), for: whole, by: "constant")
        // Rows are read as exact first unless they look noisy: that walk is the shorter one.
        let (root, surrogate) = try rescaled(whole, whole.dimension > 2 ? fits.exact(whole) : nil)
        trustsRows = surrogate.map { !looksNoisy(root, $0) } ?? false
        try walk(from: root, surrogate: surrogate)
        let wasExact = trustsRows && !hasLostTrust
        if trustsRows || (context.noise == nil && root.dimension > 2), !isDone() {
            trustsRows.toggle()
            hasLostTrust = false
            if isMostlyNoise { maximumNodes = Patience.exactNodesInNoise }
            try walk(from: root, surrogate: surrogate)
        }
        try searchRemainder(of: whole)
        if context.noise == nil {
            try suspectNoise(root)
        } else if !wasExact {
            try doubtNoise(root)
        }
        if !isDone() { try runStrategies(on: root, stage: .last) }
        // Several functions may meet the curve of a noisy table; the convincing law has to stand beside them.
        if !scoreboard.hasExact {
            LocalImprovement(context: context, forms: isConvincing ? 3 : 8).search()
        }
    }

    /// Whether a smooth function of the inputs leaves much of the target over, and neither more terms nor other
    /// coordinates, those of the surrogate, help.
    private func looksNoisy(_ root: ReducedProblem, _ surrogate: PolynomialSurrogate) -> Bool {
        guard let smooth = SurrogateFits.screen(root, scoreboard.trainingRows) else { return true }
        return surrogate.relativeError > 0.8 * smooth.relativeError
    }

    /// The problem with better scales for its inputs, and its surrogate with them; as they are where the surrogate is good.
    private func rescaled(
        _ problem: ReducedProblem, _ known: PolynomialSurrogate?
    ) throws -> (ReducedProblem, PolynomialSurrogate?) {
        guard let known, known.relativeError > Self.goodEnough, known.smoothing?.isAtPlateau != true else {
            return (problem, known)
        }
        control.charge(1)
        let scales = try CoordinateTest(problem: problem, trainingRows: scoreboard.trainingRows).scales()
        guard scales != problem.scales else { return (problem, known) }
        var changed = problem
        for j in changed.columns.indices { changed.columns[j].scale = scales[j] }
        return (changed, try known.smoothing == nil ? fits.exact(changed) : fits.smoothed(changed, like: nil))
    }

    /// Walks the tree once; the surrogate is the root's, nil for none yet.
    private func walk(from root: ReducedProblem, surrogate: PolynomialSurrogate?) throws {
        visited = []
        postponed = []
        expanded = 0
        exhaustiveRuns = 0
        patience = Patience(trainingRows: scoreboard.trainingRows)
        try explore(root, surrogate: surrogate)
        for problem in postponed where !isDone() && !hasLostTrust && !isOutOfPatience {
            try runStrategies(on: problem, stage: .exhaustive)
            notePatience()
        }
        if isNearlyDone { explained = true }
    }

    /// A part of the law that is as small as the noise shows once the rest of it is taken off. Fitted numbers may have bent
    /// another function into its place: only a convincing law needs no such look.
    private func searchRemainder(of whole: ReducedProblem) throws {
        guard !isConvincing, !scoreboard.hasExact, !control.isStopping,
            let remainder = Remainder.problem(
                of: whole, on: scoreboard, beside: explained ? scoreboard.shortest?.expression : nil)
        else { return }
        explained = false
        isOnRemainder = true
        maximumNodes = Self.nodesOfRemainder
        try walk(from: remainder, surrogate: nil)
        isOnRemainder = false
    }

    /// What looked like noise may have been a law too wild for any surrogate: the strategies for exact data get their turn
    /// on the most reduced problems, if nothing else has explained the data.
    private func doubtNoise(_ root: ReducedProblem) throws {
        guard !isDone() else { return }
        context.noise = nil
        try runOnLeaves(root)
    }

    /// A law too wild for any surrogate may still have noise on it: the strategies for noisy data get their turn.
    private func suspectNoise(_ root: ReducedProblem) throws {
        guard !isDone(), let first = orderedLeaves.first,
            let smoothing = SurrogateFits.screen(first, scoreboard.trainingRows)?.smoothing
        else { return }
        context.noise = smoothing.meanSquare.squareRoot()
        try runOnLeaves(root)
    }

    /// Problems that nothing reduced further, each once, with fewest inputs first.
    private var orderedLeaves: [ReducedProblem] {
        var taken: Set<String> = []
        return leaves.enumerated()
            .sorted { ($0.element.dimension, $0.offset) < ($1.element.dimension, $1.offset) }
            .map(\.element).filter { taken.insert(signature($0)).inserted }
    }

    private func runOnLeaves(_ root: ReducedProblem) throws {
        exhaustiveRuns = 0
        let leaves = orderedLeaves.prefix(3)
        // A small problem that a wrong reduction has hidden is worth a look as it is.
        let whole = root.dimension <= Self.small && !leaves.contains { $0.dimension == root.dimension } ? [root] : []
        for problem in leaves + whole where !isDone() {
            try runStrategies(on: problem, stage: .thorough)
            if !isDone() { try runStrategies(on: problem, stage: .exhaustive) }
        }
    }

    private func runStrategies(on problem: ReducedProblem, stage: StrategyStage) throws {
        if stage == .exhaustive {
            let most = isOnRemainder ? Self.exhaustiveRunsOnRemainder : maximumExhaustiveRuns
            guard !isNearlyDone || isOnRemainder, exhaustiveRuns < most else { return }
            exhaustiveRuns += 1
        }
        for strategy in StrategyRegistry.strategies where strategy.stage == stage {
            if control.isStopping { return }
            do {
                try strategy.search(problem, context)
            } catch let DiscoverError.numeric(reason) {
                // One way of proposing formulas broke down; the others need not.
                failures.insert("\(type(of: strategy).name) broke down on part of the data: \(reason.message)")
            }
            if scoreboard.hasExact { return }
            // A law without fitted numbers that leaves only noise needs no rival.
            if let shortest = scoreboard.shortest, shortest.expression.measuredNumbers.isEmpty, isDone() { return }
        }
    }

    /// Whether nothing is left to find: an exact law, a law down to the noise, or no budget.
    private func isDone() -> Bool {
        if scoreboard.hasExact || control.isStopping || explained { return true }
        guard let shortest = scoreboard.shortest, shortest.expression != examined else { return false }
        examined = shortest.expression
        guard let law = ResidualTest(scoreboard: scoreboard, noise: context.noise).law(shortest) else { return false }
        // With exact numbers a long sum may collapse into a law of ordinary size; a sum that stays long is no answer.
        let readable = scoreboard.readable(law.candidate)
        scoreboard.insert(readable)
        guard readable.complexity <= options.maximumComplexity else { return false }
        if law.isConvincing {
            isConvincing = true
            explained = true
            return true
        }
        // Fitted numbers bend many a shape into place: look a little further for a law that needs fewer.
        if !isNearlyDone {
            isNearlyDone = true
            maximumNodes = min(maximumNodes, expanded + 2)
        }
        return false
    }

    /// Explores a node and what is below it; returns when an exact law is found or everything was tried.
    private func explore(_ problem: ReducedProblem, surrogate known: PolynomialSurrogate?) throws {
        expanded += 1
        try runStrategies(on: problem, stage: .quick)
        if isDone() { return }
        if context.noise != nil, let known, known.relativeError < Self.rounding {
            // A surrogate down to rounding disproves the noise that some wrong reduction has shown.
            context.noise = nil
            trustsRows = true
        }
        // The root was rescaled before.
        let isReduced = problem.dimension < scoreboard.problem.inputs.count
        let (scaled, known) = try isReduced ? rescaled(problem, known) : (problem, known)
        var problem = scaled
        var surrogate = context.noise == nil && known?.smoothing == nil ? known : nil
        if surrogate == nil, problem.dimension > 1, context.noise == nil { surrogate = fits.exact(problem) }
        var smooth: PolynomialSurrogate?
        if !trustsRows, context.noise != nil || surrogate.map({ $0.relativeError > 1e-6 }) ?? true {
            smooth = try known?.smoothing != nil ? known : fits.smoothed(problem, like: nil)
            let noise = smooth.flatMap { reading($0, of: problem) }
            notice(noise)
            if !isReduced, !isOnRemainder, let smooth,
                Patience.isMostlyNoise(dimension: problem.dimension, surrogate: smooth)
            {
                isMostlyNoise = true
                maximumNodes = Patience.nodesInNoise
            }
            problem.smoothed = noise?.target
        } else if trustsRows, problem.dimension <= NoiseReading.largestTellingDimension, let surrogate,
            surrogate.relativeError > 1e-4, surrogate.relativeError < 0.7
        {
            // With few inputs left a surrogate that does not improve is a sign of noise.
            notice(try fits.smoothed(problem, like: nil).flatMap { reading($0, of: problem) })
            if context.noise != nil {
                hasLostTrust = true
                return
            }
        }
        let children = try children(of: problem, exact: surrogate, smooth: smooth)
        for child in children where expanded < maximumNodes {
            try explore(child.problem, surrogate: child.surrogate)
            if isDone() || hasLostTrust || isOutOfPatience { return }
        }
        try runStrategies(on: problem, stage: .thorough)
        if isDone() { return }
        if children.isEmpty {
            leaves.append(problem)
            try runStrategies(on: problem, stage: .exhaustive)
            notePatience()
        } else {
            postponed.append(problem)
        }
    }

    /// Most inputs of a problem on which the slow strategies run whatever became of it.
    private static let small = 3

    /// Nodes that are walked below what a law leaves over.
    private static let nodesOfRemainder = 4
    /// Of these, nodes that the slow strategies run on.
    private static let exhaustiveRunsOnRemainder = 1

    /// Relative error of surrogates for which no better coordinates are looked for.
    private static let goodEnough = 1e-3
    /// Relative error of surrogates that leave nothing over.
    private static let rounding = 1e-9

    private func reading(_ surrogate: PolynomialSurrogate, of problem: ReducedProblem) -> NoiseReading? {
        NoiseReading(
            problem, surrogate, prediction: scoreboard.prediction, inputs: scoreboard.problem.inputs.count)
    }

    /// Whether the rest of a walk over noisy rows would be guesswork.
    private var isOutOfPatience: Bool { context.noise != nil && patience.isExhausted }

    private func notePatience() { patience.note(bits: scoreboard.shortest?.bits ?? .infinity) }

    /// Remembers the least noise that was read.
    private func notice(_ reading: NoiseReading?) {
        guard let deviation = reading?.deviation else { return }
        context.noise = min(context.noise ?? .infinity, deviation)
    }

    /// Smaller problems that were not visited before, best first.
    private func children(
        of problem: ReducedProblem, exact: PolynomialSurrogate?, smooth: PolynomialSurrogate?
    ) throws -> [SearchNode] {
        guard problem.dimension > 1 else { return [] }
        var nodes: [SearchNode] = []
        if let smooth, !trustsRows, context.noise != nil || exact?.isCoarse ?? true {
            let found = try proposals(for: problem, smooth, perReduction: 14, total: 36)
            nodes = try NoisyProposalTrial(fits: fits).accepted(found, of: problem, smooth)
        } else if let exact {
            let isCoarse = exact.isCoarse
            let found = try proposals(
                for: problem, exact, perReduction: isCoarse ? 12 : 8, total: isCoarse ? 24 : 14)
            nodes = ExactProposalTrial(fits: fits).accepted(found, of: problem, exact)
        }
        return nodes.filter { node in visited.insert(signature(node.problem)).inserted }
    }

    /// Proposals of all structure tests that were not taken before, cheapest and best fitting first.
    private func proposals(
        for problem: ReducedProblem, _ surrogate: PolynomialSurrogate, perReduction: Int, total: Int
    ) throws -> [ReductionProposal] {
        let context = ReductionContext(
            problem: problem, surrogate: surrogate, count: 400, rules: scoreboard.rules)
        guard context.rows.count > 20 else { return [] }
        let found = try StrategyRegistry.reductions.flatMap { reduction in
            try reduction.proposals(context).filter(\.problem.isConsistent).prefix(perReduction)
        }
        let ordered = found.enumerated().sorted {
            ($0.element.price + 3 * $0.element.misfit, $0.offset) < (
                $1.element.price + 3 * $1.element.misfit, $1.offset
            )
        }.map(\.element)
        var taken = visited
        return Array(ordered.filter { taken.insert(signature($0.problem)).inserted }.prefix(total))
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
