import Expressions
import NumericKernel
import Testing

@testable import SymbolicRegression

/// Exponents of factors beside an unknown function of other inputs, and what their standard errors say.
@Suite struct ExponentRegressionTests {
    private func regression(noise: Double, seed: UInt64) throws -> ExponentRegression {
        let ranges = [("q", 1.0, 5.0), ("r", 1.0, 5.0), ("n", 1.0, 3.0), ("a", 0.0, 3.0)]
        let table = try Laws.table("q^2*(2 + sin(4*a))/sqrt(r)", ranges, rows: 3000, noise: noise, seed: seed)
        return ExponentRegression(
            logarithms: table.inputs.prefix(3).map { $0.map(Elementary.log) }, target: table.target)
    }

    private let truth = [2, -0.5, 0]

    @Test func logarithmsOfExactRowsGiveExponents() throws {
        for seed in 1...4 {
            let found = try #require(try regression(noise: 0, seed: UInt64(seed)).logarithmic())
            for (exponent, wanted) in zip(found, truth) {
                #expect(exponent.error < 0.03)
                #expect(abs(exponent.value - wanted) < 4 * exponent.error)
            }
        }
    }

    @Test func theMeanIsFreeOfTheBiasOfNoise() throws {
        var bias = 0.0
        for seed in 1...4 {
            let regression = try regression(noise: 0.15, seed: UInt64(seed))
            let start = try #require(try regression.logarithmic())
            let found = try #require(try regression.mean(from: start))
            for (exponent, wanted) in zip(found, truth) {
                #expect(abs(exponent.value - wanted) < 4 * exponent.error)
                #expect(exponent.error < 0.05)
            }
            bias += (start[0].value - 2) / 4
        }
        // Logarithms of noisy rows do not give it: the test above would hold for them, too, were there no bias.
        #expect(abs(bias) > 0.02)
    }

    @Test func anInputWithoutSpreadHasNoExponent() throws {
        let regression = ExponentRegression(
            logarithms: [[Double](repeating: 0.7, count: 50)], target: (1...50).map(Double.init))
        let found = try regression.logarithmic()
        #expect(found.map { $0[0].error > 1e3 } ?? true)
    }
}
