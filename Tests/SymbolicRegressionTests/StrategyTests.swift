import Diagnostics
import Expressions
import Testing

@testable import SymbolicRegression

/// Each strategy alone: what it must find, and that it finds nothing where nothing is.
@Suite struct StrategyTests {
    /// The scoreboard after one strategy has run on a table.
    private func run(_ strategy: any Strategy, on problem: RegressionProblem) throws -> Scoreboard {
        let split = RowSplit(rowCount: problem.rowCount, seed: 1)
        let scoreboard = Scoreboard(problem: split.apply(problem), trainingRows: split.training)
        let context = StrategyContext(
            scoreboard: scoreboard, options: FitOptions(), control: RunControl(), trainingRows: split.training)
        try strategy.search(ReducedProblem(scoreboard.problem), context)
        return scoreboard
    }

    private func noise(rows: Int, seed: UInt64) -> RegressionProblem {
        var stream = SplitMix64(seed: seed)
        func column() -> [Double] { (0..<rows).map { _ in Double.random(in: 1...2, using: &stream) } }
        return RegressionProblem(
            inputNames: ["a", "b"], inputs: [column(), column()], targetName: "y", target: column())
    }

    /// Powers of exponentials of shares in percent leave the range of numbers, and columns of zeros have no size.
    @Test func whatOverflowsIsPassedOver() throws {
        var stream = SplitMix64(seed: 5)
        func column(_ zeros: Int) -> [Double] {
            (0..<220).map { $0 < zeros ? 0 : Double.random(in: 0...100, using: &stream) }
        }
        let inputs = [column(0), column(100)]
        let target = zip(inputs[0], inputs[1]).map { $0 * 40 + $1 + Double.random(in: 0...900, using: &stream) }
        let problem = RegressionProblem(inputNames: ["a", "b"], inputs: inputs, targetName: "y", target: target)
        for strategy in StrategyRegistry.strategies where strategy.stage != .exhaustive {
            _ = try run(strategy, on: problem)
        }
    }

    private let ranges = [("a", 1.0, 3.0), ("b", 1.0, 3.0), ("c", 1.0, 3.0)]

    @Test(arguments: [
        (PowerLaw() as any Strategy, "7*a^2/(3*sqrt(b)*c)"),
        (PolynomialFit(stage: .quick, limit: 60, maximumPrice: 0), "a*b - 3*b*c + c^2/2 - 4"),
        (PolynomialFit(stage: .quick, limit: 60, maximumPrice: 0), "1/(a + 2*b*c)"),
        (PolynomialFit(stage: .quick, limit: 60, maximumPrice: 0), "exp(a*b/4 - c)"),
        (PolynomialFit(stage: .thorough, limit: 200, maximumPrice: 10), "a*cos(b) + c*cos(b)^2"),
        (RationalFit(), "(a + 2*b*c)/(1 + a*b)"),
        (RationalFit(), "sqrt((a + b)/(1 + c))"),
        (EnumerationJoin(limit: 60_000), "exp(a)*sin(b*c)"),
        (EnumerationJoin(limit: 60_000), "sqrt(a + b^2) + log(c)"),
        (PhaseScan(), "3 - 2*sin(4*pi*a*b/c)"),
        (PolynomialPhase(), "a*b + sin((a - 1)*(b - 1))"),
        (PolynomialPhase(), "c^2 - 2*cos(a*c + b - 3)"),
        (CorrelationScan(stage: .thorough, limit: 8000), "3*sqrt(a*b) + 2"),
        (TwoTermScan(), "5*a*b - 3*log(c) + 2"),
        (PowerLawShape(), "3*a^2*b/(exp(7*a*b/(5*c)) - 1)"),
        (PowerLawShape(), "sqrt(a)*exp(-b/(2*c))"),
        (PowerLawShape(), "a/sqrt(1 - b^2/(16*c^2))"),
    ])
    func findsWhatItIsFor(_ strategy: any Strategy, _ formula: String) throws {
        let board = try run(strategy, on: Laws.table(formula, ranges, rows: 900))
        let best = try #require(board.shortest, "nothing for \(formula)")
        #expect(best.isExact, "\(formula) -> \(best.expression)")
        let fresh = try Laws.table(formula, ranges, rows: 100, seed: 77)
        #expect(Laws.relativeError(best.expression, fresh) < 1e-8, "\(formula) -> \(best.expression)")
    }

    @Test(arguments: [
        (PolynomialPhase() as any Strategy, "sin(a^3 - a - pi/6)"),
        (PolynomialPhase(), "3*a - 2*sin(a + a^2)"),
        (
            PolynomialFit(stage: .thorough, limit: 200, maximumPrice: 10),
            "a^3*exp(-a)*cos(a)*sin(a)*(sin(a)^2*cos(a) - 1)"
        ),
        (PolynomialFit(stage: .thorough, limit: 200, maximumPrice: 10), "exp(-a/2)*(3*cos(a) - sin(a)^3)"),
    ])
    func findsWhatItIsForInOneInput(_ strategy: any Strategy, _ formula: String) throws {
        let range = [("a", 0.0, 10.0)]
        let board = try run(strategy, on: Laws.table(formula, range, rows: 100))
        let best = try #require(board.shortest, "nothing for \(formula)")
        let fresh = try Laws.table(formula, range, rows: 100, seed: 78)
        #expect(Laws.relativeError(best.expression, fresh) < 1e-8, "\(formula) -> \(best.expression)")
    }

    @Test(arguments: [
        PowerLaw() as any Strategy, PolynomialPhase(), PolynomialFit(stage: .thorough, limit: 200, maximumPrice: 10),
        RationalFit(),
        EnumerationJoin(limit: 20_000), PhaseScan(), CorrelationScan(stage: .thorough, limit: 4000), TwoTermScan(),
        PowerLawShape(),
    ])
    func findsNothingExactInNoise(_ strategy: any Strategy) throws {
        for seed in 1...2 {
            let board = try run(strategy, on: noise(rows: 600, seed: UInt64(seed)))
            #expect(!board.hasExact)
            let exact = board.candidates.filter { $0.isExact }
            #expect(exact.isEmpty)
        }
    }

    @Test func stagesAreInOrderAndNamesDiffer() {
        let names = StrategyRegistry.strategies.map { "\(type(of: $0).name) \($0.stage)" }
        #expect(Set(names).count == names.count)
        #expect(StrategyRegistry.strategies.contains { $0.stage == .quick })
        #expect(StrategyStage.quick < .thorough && StrategyStage.thorough < .exhaustive)
    }

    @Test(arguments: TargetTransform.allCases)
    func transformsInvert(_ transform: TargetTransform) throws {
        for y in [0.1, 0.7, 1.4] {
            let t = transform(y)
            let back = transform.inverse(.variable("t"), sign: 1).numericValue(["t": t])
            #expect(abs(back - y) < 1e-12, "\(transform)")
        }
    }

    @Test func transformsWithTheWrongDomainAreRefused() {
        #expect(TargetTransform.square.apply([1, -1]) == nil)
        #expect(TargetTransform.logarithm.apply([0, 1]) == nil)
        #expect(TargetTransform.reciprocal.apply([0, 1]) == nil)
        #expect(TargetTransform.sine.apply([0, 2]) == nil)
        #expect(TargetTransform.squareRoot.apply([-1, 2]) == nil)
        #expect(TargetTransform.identity.apply([-1, 0]) == [-1, 0])
    }

    @Test(arguments: ["a^5/b^3", "-2*a*b^2", "3*a^2*sqrt(c)/b", "a*b/7"])
    func powerLawsOfBothSignsAreFound(_ formula: String) throws {
        let ranges = [("a", -1.0, 1.0), ("b", -1.0, 1.0), ("c", 1.0, 3.0)]
        let board = try run(SignedPowerLaw(), on: Laws.table(formula, ranges, rows: 60))
        let best = try #require(board.shortest, "nothing for \(formula)")
        #expect(best.isExact, "\(formula) -> \(best.expression)")
        #expect(Laws.relativeError(best.expression, try Laws.table(formula, ranges, rows: 100, seed: 77)) < 1e-8)
    }
}
