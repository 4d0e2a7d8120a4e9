import Diagnostics
import Dispatch
import Expressions
import NumericKernel
import Synchronization

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
    private let maximumNodes = 18
    private var exhaustiveRuns = 0
    private let maximumExhaustiveRuns = 8
    /// Whether a law leaves only noise.
    private(set) var explained = false
    /// The last law that this was asked about.
    private var examined: Expression?
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
        try explore(root, surrogate: nil)
        for problem in postponed where !isDone() {
            try runStrategies(on: problem, stage: .exhaustive)
        }
    }

    private func runStrategies(on problem: ReducedProblem, stage: StrategyStage) throws {
        if stage == .exhaustive {
            guard exhaustiveRuns < maximumExhaustiveRuns else { return }
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
        explained = ResidualTest(scoreboard: scoreboard).isExplained(by: shortest)
        return explained
    }

    /// Explores a node and what is below it; returns when an exact law is found or everything was tried.
    private func explore(_ problem: ReducedProblem, surrogate known: PolynomialSurrogate?) throws {
        expanded += 1
        try runStrategies(on: problem, stage: .quick)
        if isDone() { return }
        var children: [(problem: ReducedProblem, surrogate: PolynomialSurrogate)] = []
        if problem.dimension > 1, let surrogate = try known ?? fitSurrogate(problem) {
            children = try acceptedChildren(of: problem, surrogate)
        }
        for child in children where expanded < maximumNodes {
            try explore(child.problem, surrogate: child.surrogate)
            if isDone() { return }
        }
        try runStrategies(on: problem, stage: .thorough)
        if isDone() { return }
        if children.isEmpty {
            try runStrategies(on: problem, stage: .exhaustive)
        } else {
            postponed.append(problem)
        }
    }

    private func fitSurrogate(_ problem: ReducedProblem) throws -> PolynomialSurrogate? {
        control.charge(1)
        return try? PolynomialSurrogate.fit(
            columns: problem.values, target: problem.target, rows: min(scoreboard.trainingRows, 4000), budget: 500)
    }

    /// The proposals whose surrogates are no worse than the parent's, best first.
    private func acceptedChildren(
        of problem: ReducedProblem, _ surrogate: PolynomialSurrogate
    ) throws -> [(problem: ReducedProblem, surrogate: PolynomialSurrogate)] {
        let reductionContext = ReductionContext(problem: problem, surrogate: surrogate, count: 400)
        guard reductionContext.rows.count > 20 else { return [] }
        let coarse = surrogate.isCoarse
        var proposals: [ReductionProposal] = []
        for reduction in StrategyRegistry.reductions {
            proposals += try reduction.proposals(reductionContext).filter(\.problem.isConsistent).prefix(
                coarse ? 12 : 8)
        }
        proposals = proposals.enumerated().sorted {
            ($0.element.price + 3 * $0.element.misfit, $0.offset) < (
                $1.element.price + 3 * $1.element.misfit, $1.offset
            )
        }.map(\.element).filter { visited.insert(signature($0.problem)).inserted }
        proposals = Array(proposals.prefix(coarse ? 24 : 14))
        guard !proposals.isEmpty else { return [] }
        // Surrogates of the proposals are independent of each other: fit them side by side, judge them in order.
        let surrogates = fitAll(proposals)
        let reference = max(surrogate.relativeError * (coarse ? 1.02 : 1.25), 1e-8)
        var accepted: [(problem: ReducedProblem, surrogate: PolynomialSurrogate, rank: Double)] = []
        for (proposal, fitted) in zip(proposals, surrogates) {
            guard let fitted, fitted.relativeError <= reference * scaleChange(problem, proposal.problem) else {
                continue
            }
            let gain = Elementary.log(max(fitted.relativeError, 1e-13) / max(surrogate.relativeError, 1e-13))
            // With a coarse surrogate the gradients say little and the drop of the error is the evidence.
            let evidence = coarse ? 0.5 * proposal.price + 3 * gain : proposal.price + 0.3 * max(gain, -6)
            let rank = Double(proposal.problem.dimension) * 2 + evidence
            accepted.append((proposal.problem, fitted, rank))
        }
        return accepted.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
            .prefix(coarse ? 2 : 4).map { ($0.element.problem, $0.element.surrogate) }
    }

    /// Errors are relative to the spread of the target: when a factor or a summand was taken out, a smaller spread must
    /// not count as a worse fit.
    private func scaleChange(_ parent: ReducedProblem, _ child: ReducedProblem) -> Double {
        guard parent.targetSteps.count != child.targetSteps.count else { return 1 }
        let before = Statistics.standardDeviation(parent.target) / max(Statistics.rootMeanSquare(parent.target), 1e-300)
        let after = Statistics.standardDeviation(child.target) / max(Statistics.rootMeanSquare(child.target), 1e-300)
        return after > 0 ? max(1, before / after) : 1
    }

    private func fitAll(_ proposals: [ReductionProposal]) -> [PolynomialSurrogate?] {
        let results = Mutex([PolynomialSurrogate?](repeating: nil, count: proposals.count))
        let next = Atomic<Int>(0)
        let rows = min(scoreboard.trainingRows, 4000)
        control.charge(proposals.count)
        let control = control
        DispatchQueue.concurrentPerform(iterations: max(1, min(options.threads, proposals.count))) { _ in
            while true {
                let k = next.add(1, ordering: .relaxed).oldValue
                guard k < proposals.count, !control.isStopping else { return }
                let problem = proposals[k].problem
                let fitted = try? PolynomialSurrogate.fit(
                    columns: problem.values, target: problem.target, rows: rows, budget: 500)
                results.withLock { $0[k] = fitted }
            }
        }
        return results.withLock { $0 }
    }

    /// Problems reached by different orders of the same reductions are the same problem.
    private func signature(_ problem: ReducedProblem) -> String {
        let columns = problem.columns.map(\.expression.reportText).sorted().joined(separator: ";")
        return columns + "|" + problem.lift(.variable("y")).reportText
    }
}
