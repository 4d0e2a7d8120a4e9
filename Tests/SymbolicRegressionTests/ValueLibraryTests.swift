import Expressions
import Testing

@testable import SymbolicRegression

@Suite struct ValueLibraryTests {
    private func library(limit: Int = 5000, maximum: Int = 6) -> ValueLibrary {
        var stream = SplitMix64(seed: 4)
        let x = (0..<8).map { _ in Double.random(in: 1...3, using: &stream) }
        let z = (0..<8).map { _ in Double.random(in: 1...3, using: &stream) }
        return ValueLibrary(
            columns: [(.variable("x"), x), (.variable("z"), z)], constants: [(.one, 1)], maximumComplexity: maximum,
            limit: limit, shouldStop: { false })
    }

    @Test func storedValuesAreThoseOfTheFormulas() {
        let library = library()
        for k in stride(from: 0, to: library.count, by: 37) {
            let formula = library.expression(k)
            for i in 0..<library.rows {
                let value = formula.numericValue(["x": library.values[i], "z": library.values[library.rows + i]])
                #expect(abs(value - library.values[k * library.rows + i]) <= 1e-12 * abs(value) + 1e-14)
            }
        }
    }

    @Test func noTwoExpressionsHaveEqualValues() {
        let library = library(limit: 1500)
        let n = library.rows
        for a in 0..<library.count {
            for b in 0..<a where abs(library.values[a * n] - library.values[b * n]) < 1e-12 * abs(library.values[a * n])
            {
                let same = (0..<n).allSatisfy {
                    abs(library.values[a * n + $0] - library.values[b * n + $0]) < 1e-13
                        * abs(library.values[a * n + $0])
                }
                #expect(!same, "\(library.expression(a)) and \(library.expression(b))")
            }
        }
    }

    @Test func smallExpressionsAreAllThere() {
        let library = library(maximum: 3)
        let n = library.rows
        #expect(library.completeComplexity == 3)
        let (x, z) = (library.values[0], library.values[n])
        for wanted in [x + z, x - z, z - x, x * z, x / z, z / x, x * x, 1 / x, x + 1, 2.0] {
            #expect(
                (0..<library.count).contains { abs(library.values[$0 * n] - wanted) < 1e-12 * abs(wanted) },
                "a value of \(wanted) is missing")
        }
    }

    /// Columns of counts, and no others, are exponents of two, unless the rules forbid powers.
    @Test func countsDouble() throws {
        func names(_ values: [Double], rules: FormulaRules = FormulaRules()) -> [String] {
            let library = ValueLibrary(
                columns: [(.variable("n"), values)], constants: [(.one, 1)], maximumComplexity: 3, limit: 2000,
                rules: rules, shouldStop: { false })
            return (0..<library.count).map { "\(library.expression($0))" }
        }
        let counts = [-1000.0, 0, 1, 2, 3, 4, 5]
        #expect(names(counts).contains("2^n"))
        #expect(names(counts).contains("2^n + 1"))
        #expect(!names(counts.map { $0 + 0.5 }).contains { $0.contains("2^n") })
        #expect(!names([0, 1, 0, 1, 1, 0]).contains { $0.contains("2^n") })
        var wholeExponents = FormulaRules()
        wholeExponents.hasIntegerExponents = true
        #expect(!names(counts, rules: wholeExponents).contains { $0.contains("2^n") })
        // Far below zero an exponential vanishes; it is no missing value.
        #expect(names(counts).contains("exp(n)"))
    }

    @Test func limitBinds() {
        let library = library(limit: 200, maximum: 12)
        #expect(library.count == 200)
        #expect(library.completeComplexity < 12)
    }
}
