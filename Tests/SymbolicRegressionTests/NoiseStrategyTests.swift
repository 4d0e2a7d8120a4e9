import Diagnostics
import Expressions
import Testing

@testable import SymbolicRegression

/// The strategies for noisy data, each alone: the form that it must find, and that it sees nothing in noise.
@Suite struct NoiseStrategyTests {
    private func board(_ strategy: any Strategy, _ problem: RegressionProblem) throws -> Scoreboard {
        let split = RowSplit(rowCount: problem.rowCount, seed: 1)
        let scoreboard = Scoreboard(problem: split.apply(problem), trainingRows: split.training)
        let context = StrategyContext(
            scoreboard: scoreboard, options: FitOptions(), control: RunControl(), trainingRows: split.training)
        context.submit(
            .real(scoreboard.mean(0..<split.training)), for: ReducedProblem(scoreboard.problem), by: "constant")
        try strategy.search(ReducedProblem(scoreboard.problem), context)
        return scoreboard
    }

    private static let ranges = [("a", 0.5, 3.0), ("b", 0.5, 4.0)]

    @Test(arguments: [
        (SparseLinearFit(stage: .quick, limit: 40, maximumPrice: 0) as any Strategy, "3*a - a^2 - 2*a*b"),
        (SparseLinearFit(stage: .quick, limit: 40, maximumPrice: 0), "1/(a + b^2)"),
        (SparseLinearFit(stage: .thorough, limit: 30, maximumPrice: 1), "2*a^2 - 3*cos(b)"),
        (ProductLibraryFit(), "a - cos(b)/a"),
        (PowerLaw(), "5*a^2/b^3"),
        (ShapeScan(), "2*exp(-1.7*a) + b"),
        (RationalRegression(stage: .thorough, maximumPrice: 0), "(a + 2*b)/(3 + a*b)"),
        (WaveRegression(), "a*(2 + sin(9*b))"),
    ])
    func findsItsForm(_ strategy: any Strategy, _ law: String) throws {
        let problem = try Laws.table(law, Self.ranges, rows: 240, noise: 0.01)
        let board = try board(strategy, problem)
        let polish = ConstantPolish(scoreboard: board)
        let best = try #require(
            board.candidates.sorted { $0.bits < $1.bits }.prefix(4).map(polish.polish).min { $0.bits < $1.bits })
        let fresh = try Laws.table(law, Self.ranges, rows: 50, seed: 8)
        #expect(Laws.relativeError(best.expression, fresh) < 0.02, "\(law) -> \(best.expression)")
        #expect(best.expression.measuredNumbers.count <= 4, "\(law) -> \(best.expression)")
    }

    @Test(arguments: 1...3)
    func seesNothingInNoise(_ seed: Int) throws {
        var stream = SplitMix64(seed: UInt64(seed))
        func column() -> [Double] { (0..<120).map { _ in Double.random(in: -1...2, using: &stream) } }
        let problem = RegressionProblem(
            inputNames: ["a", "b"], inputs: [column(), column()], targetName: "y", target: column())
        for strategy in [SparseLinearFit(stage: .quick, limit: 30, maximumPrice: 0) as any Strategy, WaveRegression()] {
            let board = try board(strategy, problem)
            let constant = board.descriptionLength.total(.real(0.5), meanSquare: board.variance(0..<board.trainingRows))
            #expect((board.shortest?.bits ?? 0) > constant - 6)
        }
    }

    @Test func curvedTargetsAreTakenAsTangents() throws {
        let problem = try Laws.table("1/(a + b)", Self.ranges, rows: 60)
        let scoreboard = Scoreboard(problem: problem, trainingRows: 60)
        let context = StrategyContext(
            scoreboard: scoreboard, options: FitOptions(), control: RunControl(), trainingRows: 60)
        var reduced = ReducedProblem(problem)
        reduced.smoothed = problem.target
        let noisy = try #require(NoisyTarget(reduced, context, limit: 50))
        #expect(noisy.rows == 50)
        let working = try #require(noisy.working(.reciprocal))
        for i in 0..<50 {
            #expect(abs(working.target[i] - 1 / problem.target[i]) < 1e-12 * working.target[i])
            // An error of 1/y is worth y^2 in y.
            #expect(abs(working.weights[i] - problem.target[i] * problem.target[i]) < 1e-12)
        }
    }

    @Test(arguments: TargetTransform.allCases)
    func slopesAreDerivatives(_ transform: TargetTransform) {
        for y in [0.2, 0.5, 0.8] {
            let step = 1e-6
            let numeric = (transform(y + step) - transform(y - step)) / (2 * step)
            #expect(abs(transform.slope(y) - numeric) < 1e-6 * max(1, abs(numeric)))
        }
    }

    @Test func goldenSectionFindsTheMinimum() {
        #expect(abs(GoldenSection.minimum(of: { ($0 - 1.3) * ($0 - 1.3) }, from: 0, to: 4, steps: 40) - 1.3) < 1e-6)
    }
}
