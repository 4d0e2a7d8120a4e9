import Diagnostics
import Expressions

/// Sums of products with kinks, jumps and stairs in them: z*step(x - 1), max(x, 2) + y, floor(3*x), mod(n, 7), where these functions
/// are asked for.
///
/// Where the kink lies is found by least squares with all products of low degree on either side (Friedman 1991, Multivariate
/// adaptive regression splines, without the restriction to hinges), kink after kink; a search for the best subset of the products then makes it
/// a law.
struct KinkScan: Strategy {
    static let name = "kinks and jumps"
    let stage = StrategyStage.quick

    private static let rowsOfLooks = 1000
    private static let mostRows = 3000
    private static let mostKinks = 3
    /// Sightings whose place is looked for.
    private static let refined = 5
    /// Bits that another kink must save.
    private static let gain = 20.0

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        let rules = context.scoreboard.rules
        let families = KinkFamily.allCases.filter { !$0.functions(named: rules).isEmpty }
        guard !families.isEmpty, (1...8).contains(problem.dimension),
            let looks = NoisyTarget(problem, context, limit: Self.rowsOfLooks),
            let noisy = NoisyTarget(problem, context, limit: Self.mostRows),
            let sketch = KinkModel(problem, looks, rules: rules), let model = KinkModel(problem, noisy, rules: rules)
        else { return }
        let submission = RefinedSubmission(problem: problem, context: context)
        let fine = KinkQuantity.all(of: problem, rows: noisy.rows)
        let coarse = fine.map { $0.prefix(looks.rows) }
        var (kinks, sketched): ([KinkModel.Kink], [KinkModel.Kink]) = ([], [])
        var before = residualBits(model.share([]), context)
        for _ in 0..<Self.mostKinks {
            var found: [(kink: KinkModel.Kink, bits: Double, index: Int)] = []
            for sighting in sightings(sketch, sketched, families, coarse, context).prefix(Self.refined) {
                if context.control.isStopping { return }
                let kink = KinkModel.Kink(
                    family: sighting.family, quantity: fine[sighting.index], place: sighting.place)
                let placement = KinkPlacement(model: model, others: kinks, trainingRows: context.trainingRows)
                let best = placement.best(kink, from: sighting.low, to: sighting.high)
                found.append((best.kink, best.bits, sighting.index))
                for sum in model.sums(kinks + [best.kink], count: 4) { submission.submit(sum, by: Self.name) }
            }
            // A kink is a jump of the slope, too: the shortest of the laws that fit is wanted, not the first.
            guard !context.scoreboard.hasExact, let best = found.min(by: { $0.bits < $1.bits }),
                best.bits < before - Self.gain
            else { return }
            before = best.bits
            kinks.append(best.kink)
            var few = best.kink
            few.quantity = coarse[best.index]
            sketched.append(few)
        }
    }

    private func residualBits(_ share: Double, _ context: StrategyContext) -> Double {
        0.5 * Double(context.trainingRows) * Elementary.log2(share)
    }

    /// A place on a grid where a kink explains most.
    private struct Sighting {
        var family: KinkFamily
        /// Number of the quantity.
        var index: Int
        var place: KinkFamily.Place
        var low: Double
        var high: Double
        var share: Double
    }

    /// The best place of every family in every quantity, best first.
    private func sightings(
        _ model: KinkModel, _ kinks: [KinkModel.Kink], _ families: [KinkFamily], _ quantities: [KinkQuantity],
        _ context: StrategyContext
    ) -> [Sighting] {
        var result: [Sighting] = []
        for family in families {
            for (index, quantity) in quantities.enumerated() {
                let grid = family.grid(quantity)
                if context.control.isStopping { return [] }
                context.control.charge(grid.count)
                let shares = grid.map { number in
                    let place = KinkFamily.Place(number: number)
                    return model.share(kinks, sketching: .init(family: family, quantity: quantity, place: place))
                }
                guard let best = shares.indices.min(by: { shares[$0] < shares[$1] }) else { continue }
                let spread = grid.count > 1 ? (grid[grid.count - 1] - grid[0]) / Double(grid.count) : abs(grid[best])
                result.append(
                    Sighting(
                        family: family, index: index, place: .init(number: grid[best]),
                        low: best > 0 ? grid[best - 1] : grid[best] - spread,
                        high: best + 1 < grid.count ? grid[best + 1] : grid[best] + spread, share: shares[best]))
            }
        }
        return result.enumerated().sorted { ($0.element.share, $0.offset) < ($1.element.share, $1.offset) }
            .map(\.element)
    }
}
