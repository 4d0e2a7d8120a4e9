import Expressions
import Testing

@testable import SymbolicRegression

/// Numbers of all terms of a sum go in front of it.
@Suite struct PulledNumbersTests {
    private let names: Set<String> = ["x", "y", "z"]

    @Test(arguments: [
        "3.1*x + 6.2*y", "z/sqrt(157.9*x^2 - 115.8*x*y + 157.9*y^2)", "0.5*sin(2.5*x + 7.5*y) + z",
        "2.5*x/y + 7.5", "exp(-(1.5*x + 3.25*y)^2)",
    ])
    func valuesStay(_ text: String) throws {
        let formula = try Expression.parse(text, variables: names)
        let pulled = try #require(PulledNumbers.applied(to: formula))
        var stream = SplitMix64(seed: 3)
        for _ in 0..<20 {
            let point = Dictionary(
                uniqueKeysWithValues: names.sorted().map { ($0, Double.random(in: 1...2, using: &stream)) })
            let (before, after) = (formula.numericValue(point), pulled.numericValue(point))
            #expect(abs(before - after) < 1e-12 * max(abs(before), 1), "\(pulled)")
        }
    }

    @Test(arguments: ["x + 6.2*y", "3*x + 6.2*y", "2.5*x", "sin(x)"])
    func otherSumsAreLeftAlone(_ text: String) throws {
        let formula = try Expression.parse(text, variables: names)
        #expect(PulledNumbers.applied(to: formula) == nil)
    }

    @Test func ratiosOfARootAreRecognised() throws {
        let problem = try Laws.table(
            "z/(4*pi*sqrt(x^2 - 2*x*y*cos(a) + y^2))", [("x", 1, 2), ("y", 3, 5), ("z", 1, 5), ("a", 0, 6)], rows: 4000,
            noise: 0.001)
        let board = Scoreboard(problem: problem, trainingRows: 4000)
        let start = try #require(
            board.measure(
                try Expression.parse(
                    "z/sqrt(157.95*x^2 - 315.8*x*y*cos(a) + 157.9*y^2)", variables: ["x", "y", "z", "a"]
                ).simplified(assumingPositive: board.positive), strategy: "", notes: []))
        let polished = board.readable(ConstantPolish(scoreboard: board).polish(start))
        #expect(polished.expression.measuredNumbers.count <= 1, "\(polished.expression)")
    }
}

/// Which sums count as a series that bends itself into the shape of the rows.
@Suite struct BentSumTests {
    @Test(arguments: [
        ("x^2 - 2*x*y*cos(a) + y^2", true), ("x + x^2", false), ("x/y + 2*x^2/y^2", false),
        // A decimal is a fitted number, and one inside a function is a second one.
        ("0.53*x*y", true), ("11*x/(100*sin(0.532*y))", false),
    ])
    func productsOfSeveralInputsAreNoSeries(_ formula: String, _ isConvincing: Bool) throws {
        let problem = try Laws.table(
            formula, [("x", 1, 2), ("y", 3, 5), ("a", 0, 6)], rows: 1000, noise: 0.01)
        let board = Scoreboard(problem: problem, trainingRows: 1000)
        let law = try Expression.parse(formula, variables: ["x", "y", "a"])
        let candidate = try #require(
            board.measure(law.simplified(assumingPositive: board.positive), strategy: "", notes: []))
        let verdict = try #require(ResidualTest(scoreboard: board, noise: nil).law(candidate))
        #expect(verdict.isConvincing == isConvincing)
    }
}
