import Expressions
import Testing

@testable import SymbolicRegression

/// Numbers of noisy fits: exact forms where the data cannot tell, decimals where they can.
@Suite struct SnappingTests {
    private func polished(_ law: String, start: String, noise: Double, rows: Int = 300) throws -> Expression {
        let problem = try Laws.table(law, [("a", 1, 3), ("b", 1, 4)], rows: rows, noise: noise)
        let scoreboard = Scoreboard(problem: problem, trainingRows: rows)
        let expression = try Expression.parse(start, variables: ["a", "b"])
        let candidate = try #require(scoreboard.measure(expression, strategy: "", notes: []))
        let polish = ConstantPolish(scoreboard: scoreboard)
        return polish.rounded(polish.polish(candidate)).expression
    }

    @Test(arguments: [
        ("3*a - a^2 - 2*a*b", "2.8*a - 1.1*a^2 - 1.9*a*b", 0.01),
        ("10*b - 10*a^3/3 + 10*a/3", "9.9*b - 3.2*a^3 + 3.5*a", 0.002),
        ("exp(-a^2/2)/b", "1.1*exp(-0.45*a^2)/b", 0.01),
    ])
    func findsTheNumbersOfTheLaw(_ law: String, _ start: String, _ noise: Double) throws {
        let found = try polished(law, start: start, noise: noise)
        let fresh = try Laws.table(law, [("a", 1, 3), ("b", 1, 4)], rows: 50, seed: 8)
        #expect(Laws.relativeError(found, fresh) < 1e-9, "\(law) -> \(found)")
    }

    @Test func numbersThatMeanNothingStayMeasured() throws {
        let found = try polished("2.71355*a + 0.61728*b", start: "2.7*a + 0.6*b", noise: 1e-4)
        let numbers = found.measuredNumbers
        #expect(numbers.count == 2)
        for (value, truth) in zip(numbers.sorted(), [0.61728, 2.71355]) { #expect(abs(value - truth) < 1e-3) }
    }

    @Test func decimalsAreExactFractions() {
        #expect(DecimalRounding.fraction(0.075) == Rational(3, 40))
        #expect(DecimalRounding.fraction(-12.5) == Rational(-25, 2))
        #expect(DecimalRounding.fraction(7) == Rational(7))
        #expect(DecimalRounding.fraction(1.0 / 3) == nil)
    }

    @Test func fractionsCostWhatTheySay() throws {
        func bits(_ n: Int, _ d: Int) throws -> Double { DescriptionLength.fractionBits(try #require(Rational(n, d))) }
        #expect(try bits(1, 2) < bits(2, 3))
        #expect(try bits(2, 3) < bits(7, 9))
        #expect(try bits(3, 1) < bits(10, 3))
        // One decimal digit costs no more written as a fraction.
        #expect(try bits(1, 10) <= 1 + DescriptionLength.digitBits(0.1))
    }
}
