import Diagnostics
import Expressions
import NumericKernel

/// Sums of a few products in which one function of one input has an unknown number inside: x - x*y/(1 + x^2/2),
/// 3*exp(-0.7*t) + 2, x*sin(1.3*y).
///
/// For every value of that number on a grid the rest is linear (variable projection, Golub & Pereyra 1973): one small Gram
/// matrix and a search for the best subset. The number is then refined for the best sums.
struct ShapeScan: Strategy {
    static let name = "sum with a shape"
    let stage = StrategyStage.thorough

    private static let mostRows = 800
    private static let limit = 60

    /// A choice of the terms at one point of the grid.
    private struct Sighting {
        var bits: Double
        var family: ShapeFamily
        var input: Int
        var point: Int
        var members: [Int]
    }

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        guard (1...5).contains(problem.dimension), let noisy = NoisyTarget(problem, context, limit: Self.mostRows),
            noisy.rows >= 24, let working = noisy.working(.identity)
        else { return }
        let inputs = AtomSet(
            atoms: problem.columns.map { .init(expression: $0.expression, values: $0.values) }, price: 0)
        let degree = problem.dimension == 1 ? 3 : 2
        guard let monomials = inputs.monomials(degree: degree, limit: Self.limit) else { return }
        let plain = monomials.map { (inputs.expression($0), inputs.values($0, rows: 0..<noisy.rows)) }
        var sightings: [Sighting] = []
        for family in ShapeFamily.allCases {
            for input in problem.columns.indices {
                let grid = family.grid(problem.columns[input].values)
                var best: [Int: Sighting] = [:]
                for (point, a) in grid.enumerated() {
                    if context.control.isStopping { return }
                    context.control.charge(1)
                    guard let terms = terms(family, problem, input, a, plain) else { continue }
                    let start = SweptGram(
                        columns: terms.map(\.1), target: working.target, weights: working.weights)
                    guard start.targetLength > 0 else { return }
                    var sums = LinearSearch(noisy: noisy, start: start, expressions: terms.map(\.0))
                    sums.maximumSize = 6
                    sums.width = 5
                    sums.isThorough = false
                    for subset in sums.subsets(3) where subset.members.contains(where: { $0 >= plain.count }) {
                        let size = subset.members.count
                        guard subset.bits < best[size]?.bits ?? .infinity else { continue }
                        best[size] = Sighting(
                            bits: subset.bits, family: family, input: input, point: point, members: subset.members)
                    }
                }
                sightings += best.keys.sorted().compactMap { best[$0] }
            }
        }
        sightings.sort { $0.bits < $1.bits }
        let limit = min(context.scoreboard.shortest?.bits ?? .infinity, sightings.first?.bits ?? 0) + 150
        for sighting in sightings.prefix(12) where sighting.bits < limit {
            refine(sighting, problem, plain, working, noisy, context)
        }
    }

    /// The monomials, and the monomials times the functions of the family.
    private func terms(
        _ family: ShapeFamily, _ problem: ReducedProblem, _ input: Int, _ a: Double,
        _ plain: [(Expression, [Double])]
    ) -> [(Expression, [Double])]? {
        let column = problem.columns[input]
        let rows = plain.first?.1.count ?? 0
        guard let functions = family.functions(column.expression, Array(column.values.prefix(rows)), a) else {
            return nil
        }
        return plain
            + functions.flatMap { function in
                plain.map { term -> (Expression, [Double]) in
                    (
                        term.0 == .one ? function.expression : term.0 * function.expression,
                        zip(term.1, function.values).map { $0 * $1 }
                    )
                }
            }
    }

    /// Golden-section search for the number between the neighbours on the grid, then the sum goes to the scoreboard.
    private func refine(
        _ sighting: Sighting, _ problem: ReducedProblem, _ plain: [(Expression, [Double])],
        _ working: (target: [Double], weights: [Double]), _ noisy: NoisyTarget, _ context: StrategyContext
    ) {
        let grid = sighting.family.grid(problem.columns[sighting.input].values)
        func model(_ a: Double) -> (model: SweptGram, expressions: [Expression])? {
            guard let all = terms(sighting.family, problem, sighting.input, a, plain) else { return nil }
            let chosen = sighting.members.map { all[$0] }
            var model = SweptGram(columns: chosen.map(\.1), target: working.target, weights: working.weights)
            for j in chosen.indices where model.residual(entering: j) != nil { model.enter(j) }
            return (model, chosen.map(\.0))
        }
        func residual(_ a: Double) -> Double { model(a)?.model.residual ?? .infinity }
        let here = grid[sighting.point]
        let low = sighting.point > 0 ? grid[sighting.point - 1] : here - 0.5 * abs(here)
        let high = sighting.point + 1 < grid.count ? grid[sighting.point + 1] : here + 0.5 * abs(here)
        guard let (best, expressions) = model(GoldenSection.minimum(of: residual, from: low, to: high)) else { return }
        let sum = zip(best.members, best.coefficients).map { Expression.real($1) * expressions[$0] }
        guard !sum.isEmpty else { return }
        RefinedSubmission(problem: problem, context: context).submit(.sum(sum), by: Self.name)
    }
}
