import Expressions
import Testing

@testable import SymbolicRegression

@Suite struct SurrogateTests {
    @Test func countsTermsOfTotalDegree() {
        #expect(LegendreBasis.count(dimension: 3, degree: 2) == 10)
        let basis = LegendreBasis(lower: [0, 0], upper: [1, 2], budget: 15, maximumDegree: 9)
        #expect(basis.degree == 4)
        #expect(basis.terms.count == 15)
    }

    @Test func gradientOfTheBasisAgreesWithDifferences() {
        let basis = LegendreBasis(lower: [-1, 2], upper: [3, 5], budget: 28, maximumDegree: 6)
        var stream = SplitMix64(seed: 5)
        let coefficients = basis.terms.map { _ in Double.random(in: -1...1, using: &stream) }
        func value(_ x: Double, _ y: Double) -> Double {
            zip(basis.design([[x], [y]]), coefficients).reduce(0) { $0 + $1.0 * $1.1 }
        }
        for _ in 0..<20 {
            let (x, y) = (Double.random(in: -1...3, using: &stream), Double.random(in: 2...5, using: &stream))
            let gradient = basis.gradient([[x], [y]], coefficients: coefficients)
            let h = 1e-6
            #expect(abs(gradient[0][0] - (value(x + h, y) - value(x - h, y)) / (2 * h)) < 1e-6)
            #expect(abs(gradient[1][0] - (value(x, y + h) - value(x, y - h)) / (2 * h)) < 1e-6)
        }
    }

    @Test func smoothLawsAreReproducedToRounding() throws {
        let problem = try Laws.table("x^2*y - 3*y + x", [("x", -1, 2), ("y", 0, 3)], rows: 400)
        let surrogate = try #require(
            try PolynomialSurrogate.fit(columns: problem.inputs, target: problem.target, rows: 400, budget: 100))
        #expect(surrogate.relativeError < 1e-12)
        let (rows, gradient) = surrogate.gradients(columns: problem.inputs, target: problem.target, count: 50)
        for (p, i) in rows.enumerated() {
            let (x, y) = (problem.inputs[0][i], problem.inputs[1][i])
            #expect(abs(gradient[0][p] - (2 * x * y + 1)) < 1e-9)
            #expect(abs(gradient[1][p] - (x * x - 3)) < 1e-9)
        }
    }

    @Test func logarithmicCoordinatesWinForPowerLaws() throws {
        let problem = try Laws.table("x^(5/2)/y^3", [("x", 1, 9), ("y", 1, 9)], rows: 400)
        let surrogate = try #require(
            try PolynomialSurrogate.fit(columns: problem.inputs, target: problem.target, rows: 400, budget: 100))
        #expect(surrogate.coordinates == .init(inputs: [.logarithm, .logarithm], target: .logarithm))
        #expect(surrogate.relativeError < 1e-12)
    }

    private static let square = [("a", 0.1, 0.9), ("b", 0.1, 0.9), ("c", 1.0, 3.0)]

    @Test(arguments: [
        "c/(a - b)", "sin(c)*a*b/(b - a) + 2*c", "(c - 2*a)/cos(a*c) + b",
    ])
    func targetsWithPolesGetQuotients(_ formula: String) throws {
        let problem = try Laws.table(formula, Self.square, rows: 2500)
        let surrogate = try #require(
            try PolynomialSurrogate.fit(columns: problem.inputs, target: problem.target, rows: 2500, budget: 500))
        #expect(surrogate.denominator != nil)
        #expect(surrogate.relativeError < 1e-3)
        // The gradient agrees with differences of the law.
        let law = try Expression.parse(formula, variables: ["a", "b", "c"])
        let (rows, gradient) = surrogate.gradients(columns: problem.inputs, target: problem.target, count: 60)
        #expect(rows.count == 60)
        for (j, name) in problem.inputNames.enumerated() {
            let truth = rows.map { i -> Double in
                var values: [String: Double] = [:]
                for (k, other) in problem.inputNames.enumerated() { values[other] = problem.inputs[k][i] }
                let middle = values[name] ?? 0
                values[name] = middle + 1e-6
                let above = law.numericValue(values)
                values[name] = middle - 1e-6
                return (above - law.numericValue(values)) / 2e-6
            }
            let misfit = Statistics.rootMeanSquare(zip(gradient[j], truth).map { $0 - $1 })
            #expect(misfit < 0.02 * Statistics.rootMeanSquare(truth), "\(name)")
        }
    }

    @Test(arguments: ["a*b + c", "c*exp(3*a) - 4*b", "log(a)*c^2", "sin(9*a)*cos(7*b)*c"])
    func targetsWithoutPolesHaveNone(_ formula: String) throws {
        #expect(!RationalSurrogate.hasPoles(try Laws.table(formula, Self.square, rows: 2500).target))
        #expect(!RationalSurrogate.hasPoles(try Laws.table(formula, Self.square, rows: 2500, noise: 0.3).target))
    }
}
