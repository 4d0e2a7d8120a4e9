import Diagnostics
import Expressions
import SymbolicRegression
import Testing

@Suite struct FormulaRefitTests {
    private let x = (1...30).map { Double($0) / 7 }

    private func refit(_ target: (Double) -> Double) -> FormulaRefit {
        FormulaRefit(columns: [("x", x)], target: x.map(target))
    }

    @Test func exactConstantsAreRecovered() throws {
        let formula = try Expression.parse("1.0*x^2 + 0.5*x - 3.0")
        let outcome = try refit { 2 * $0 * $0 - 7 * $0 + 0.25 }.refit(formula)
        #expect(outcome.startingValues == [1, 0.5, -3])
        for (constant, truth) in zip(outcome.constants, [2, -7, 0.25]) {
            #expect(abs(constant.value - truth) < 1e-8)
        }
        #expect(outcome.constants.map(\.name) == ["c1", "c2", "c3"])
        #expect(outcome.warnings.isEmpty)
    }

    @Test func constantsInsideFunctionsAndExponents() throws {
        let formula = try Expression.parse("1.0*x^1.0 + sin(1.5*x)")
        let outcome = try refit { 3 * ($0 * $0.squareRoot()) + _sin(1.6 * $0) }.refit(formula)
        for (constant, truth) in zip(outcome.constants, [3, 1.5, 1.6]) {
            #expect(abs(constant.value - truth) < 1e-7)
        }
    }

    @Test(arguments: [0.01, 0.1, 1])
    func standardErrorsOfAStraightLine(noise: Double) throws {
        // Alternating residuals: the textbook formula for the slope's standard error applies exactly.
        let target = x.enumerated().map { 2 * $1 + 1 + ($0 % 2 == 0 ? noise : -noise) }
        let outcome = try FormulaRefit(columns: [("x", x)], target: target).refit(try Expression.parse("1.0*x + 0.5"))
        let mean = x.reduce(0, +) / 30
        let spread = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let slope = zip(x, target).reduce(0) { $0 + ($1.0 - mean) * $1.1 } / spread
        let level = target.reduce(0, +) / 30 - slope * mean
        let squares = zip(x, target).reduce(0) { $0 + ($1.1 - slope * $1.0 - level) * ($1.1 - slope * $1.0 - level) }
        #expect(abs(outcome.constants[0].value - slope) < 1e-8)
        let error = try #require(outcome.constants[0].standardError)
        #expect(abs(error / (squares / 28 / spread).squareRoot() - 1) < 1e-5)
    }

    @Test func wholeNumbersStay() throws {
        let formula = try Expression.parse("2*x + 1/3")
        let outcome = try refit { 5 * $0 }.refit(formula)
        #expect(outcome.expression == formula)
        #expect(outcome.constants.isEmpty)
        #expect(outcome.warnings.count == 1)
    }

    @Test func entangledConstantsAreReported() throws {
        let outcome = try refit { 6 * $0 + _sin($0) / 10 }.refit(try Expression.parse("1.5*2.0*x"))
        #expect(abs(outcome.constants[0].value * outcome.constants[1].value - 6) < 0.1)
        #expect(outcome.warnings.contains { $0.contains("do not determine") })
    }

    @Test func tooFewRows() throws {
        let fit = FormulaRefit(columns: [("x", [1, 2])], target: [1, 2])
        let formula = try Expression.parse("1.5*x^2 + 2.5*x + 0.5")
        let outcome = try fit.refit(formula)
        #expect(outcome.expression == formula)
        #expect(outcome.warnings.count == 1)
    }

    @Test func undefinedRowsAreRefused() throws {
        let fit = FormulaRefit(columns: [("x", [-1, 1, 2])], target: [1, 2, 3])
        let error = #expect(throws: DiscoverError.self) { try fit.refit(try Expression.parse("1.5*log(x)")) }
        #expect(error?.exitCode == .numericalFailure)
    }

    @Test func unknownNamesAreRefused() throws {
        let error = #expect(throws: DiscoverError.self) { try refit { $0 }.values(of: .variable("q")) }
        #expect(error?.diagnostics.first?.code == "formula.unknown-name")
    }
}

/// Sine without importing a mathematics library, good to rounding for the small arguments used here.
private func _sin(_ x: Double) -> Double {
    var (term, sum) = (x, x)
    for k in 1..<60 {
        term *= -x * x / Double(2 * k * (2 * k + 1))
        sum += term
    }
    return sum
}
