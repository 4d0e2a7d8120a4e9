import Diagnostics
import Expressions

/// Evolves formulas where nothing structural holds: islands of genomes, each a sum of terms with fitted coefficients.
///
/// A fixed number of islands with random streams of their own, so that the result is the same for any number of threads;
/// every island keeps a Pareto archive over bits of residuals and bits of formula, and hands it on at fixed times. Seeded
/// with what the other strategies found. Koza 1992; linear scaling after Keijzer 2003; constants by Levenberg-Marquardt.
struct Evolution: Strategy {
    static let name = "evolution"
    let stage = StrategyStage.last

    /// Rows that genomes are fitted to during the search.
    var rows = 1000
    var islands = 6
    /// Passes over all rows by one gene that an island may do between migrations.
    var passes = 60_000
    /// Most rounds between migrations.
    var rounds = 24
    /// Rounds without progress after which the search ends.
    var patience = 6
    /// The same when a known law seems to leave only noise.
    var shortPatience = 2

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        let table = EvolutionTable(
            problem, rows: min(context.trainingRows, rows), trainingRows: context.trainingRows)
        // Without rows held out nothing could confirm what so large a search brings up.
        guard context.trainingRows < problem.target.count, table.variance > 0, problem.dimension > 0 else { return }
        let rules = context.options.rules
        // Every genome is a sum of terms with factors of either sign.
        guard rules.allows(.add), rules.allows(.subtract), rules.allows(.multiply) else { return }
        let limits = GenomeLimits(rules: rules)
        let variation = Variation(sizes: table.sizes, limits: limits, rules: rules)
        let price = GenomePrice(inputs: problem.dimension, rows: context.trainingRows)
        let seeds = self.seeds(problem, table, context)
        var state = (0..<islands).map { k in
            Island(
                seed: context.options.seed &* 0x9E37_79B9 &+ UInt64(k) &* 0xD1B5_4A32_D192_ED03, variation: variation,
                price: price, variance: table.variance, rows: min(context.trainingRows, 2 * table.rows))
        }
        // A law that seems to leave only noise may hide a weak part: a short search looks for that.
        let isExplained =
            context.scoreboard.shortest.map { ResidualTest(scoreboard: context.scoreboard).isExplained(by: $0) }
            ?? false
        let patience = isExplained ? shortPatience : patience
        var (best, idle) = (Double.infinity, 0)
        for round in 0..<rounds {
            if context.control.isStopping { break }
            let before = state.reduce(0) { $0 + $1.children }
            state = run(state, table, limits, seeds: round == 0 ? seeds : [], context)
            context.control.charge(state.reduce(0) { $0 + $1.children } - before)
            let leader = state.compactMap { $0.archive.best?.bits }.min() ?? .infinity
            idle = leader < best - 1 ? 0 : idle + 1
            best = min(best, leader)
            if idle >= patience { break }
            migrate(&state, round: round)
        }
        submit(state, problem, context)
    }

    /// What the other strategies found, as genomes.
    private func seeds(_ problem: ReducedProblem, _ table: EvolutionTable, _ context: StrategyContext) -> [Genome] {
        guard problem.targetSteps.isEmpty else { return [] }
        var names: [String] = []
        for column in problem.columns {
            guard case .variable(let name) = column.expression else { return [] }
            names.append(name)
        }
        let known = context.scoreboard.front + context.scoreboard.candidates
        return known.prefix(120).compactMap { Genome($0.expression, inputs: names, scales: table.scales) }
    }

    /// One round of every island, side by side.
    private func run(
        _ state: [Island], _ table: EvolutionTable, _ limits: GenomeLimits, seeds: [Genome], _ context: StrategyContext
    ) -> [Island] {
        let control = context.control
        let work = passes * table.rows
        return ParallelMap.map(Array(state.indices), threads: context.options.threads) { k in
            let fitter = GenomeFitter(table, limits: limits)
            var island = state[k]
            // Half of the islands start from nothing.
            if k % 2 == 0 { for seed in seeds { island.add(seed, fitter) } }
            island.evolve(fitter, work: work) { control.isStopping }
            return island
        }
    }

    /// Every island sends its archive to the next one; now and then one starts afresh from its archive.
    private func migrate(_ state: inout [Island], round: Int) {
        let archives = state.map(\.archive.members)
        for k in state.indices {
            if (round + k) % 3 == 2 { state[k].renew() }
            guard round % 2 == 1 else { continue }
            state[k].welcome(archives[(k + state.count - 1) % state.count])
        }
    }

    /// The common front of all islands, its numbers fitted to many rows, goes to the scoreboard.
    private func submit(_ state: [Island], _ problem: ReducedProblem, _ context: StrategyContext) {
        var front = ParetoArchive()
        for island in state { for member in island.archive.members { front.insert(member) } }
        let table = EvolutionTable(
            problem, rows: min(context.trainingRows, 5000), trainingRows: context.trainingRows)
        let fitter = GenomeFitter(table, limits: GenomeLimits())
        let inputs = table.expressions(of: problem)
        for member in front.members {
            guard let fit = fitter.fit(member.fit.genome, iterations: 12) else { continue }
            context.submit(
                fit.genome.expression(inputs: inputs, coefficients: fit.coefficients, offset: fit.offset), for: problem,
                by: Self.name)
        }
    }
}
