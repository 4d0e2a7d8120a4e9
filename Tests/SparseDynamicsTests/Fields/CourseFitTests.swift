import Expressions
import Glibc
import NumericKernel
import Testing

@testable import SparseDynamics

/// Formulas of coefficients that vary in time.
@Suite struct CourseFitTests {
    static let count = 13

    /// Legendre coefficients of a course over 0 ... 10, by the midpoint rule.
    private func modes(_ course: (Double) -> Double) -> [Double] {
        let samples = 4000
        return (0..<Self.count).map { mode in
            (0..<samples).reduce(0) { sum, sample in
                let s = 2 * (Double(sample) + 0.5) / Double(samples) - 1
                return sum + course(5 * s + 5) * FieldProblem.legendre(mode, at: s)
            } * (Double(mode) + 0.5) * 2 / Double(samples)
        }
    }

    private func diagonal(_ error: Double) -> Matrix {
        var matrix = Matrix(rows: Self.count, columns: Self.count)
        for index in 0..<Self.count { matrix[index, index] = error * error }
        return matrix
    }

    private func value(_ expression: Expression, at time: Double) -> Double {
        expression.numericValue(["t": time])
    }

    @Test func aWaveWithoutPhaseHasNone() throws {
        let fit = CourseFit(start: 0, end: 10)
        let found = try #require(
            fit.formula(modes { -1 - 0.25 * sin($0) }, covariance: diagonal(1e-3), time: "t"))
        #expect(abs(found.level.value + 1) < 3 * found.level.standardError + 1e-6)
        for time in [0.0, 1.5, 4, 9.5] {
            #expect(abs(found.level.value * value(found.expression, at: time) + 1 + 0.25 * sin(time)) < 3e-3)
        }
        // The number for the phase would stand beside the time.
        #expect(!found.expression.description.contains("t +") && !found.expression.description.contains("t -"))
    }

    @Test func phasesAndGrowthAreFound() throws {
        let fit = CourseFit(start: 0, end: 10)
        let courses: [(Double) -> Double] = [
            { 2 + 0.5 * sin(1.4 * $0 + 0.8) }, { 0.3 + 0.1 * exp(-0.4 * $0) }, { 1 - 0.2 * $0 },
        ]
        for course in courses {
            let found = try #require(fit.formula(modes(course), covariance: diagonal(1e-4), time: "t"))
            for time in [0.0, 1.5, 4, 9.5] {
                let own = found.level.value * value(found.expression, at: time)
                #expect(abs(own - course(time)) < 2e-3)
            }
        }
    }

    @Test func partsThatStandInForEachOtherAreSureTogether() {
        let term = FieldTerm(function: FieldFunction(powers: [1]), derivative: [0])
        // Two parts whose sum is known to 0.01 and whose difference to 10.
        var covariance = Matrix(rows: 2, columns: 2)
        for i in 0..<2 {
            for j in 0..<2 { covariance[i, j] = 0.5 * (1e-4 + (i == j ? 1 : -1) * 100) }
        }
        let sure = VaryingSearch.Term(term: term, coefficients: [0.4, 0.6], covariance: covariance)
        #expect(FieldDiscovery.isSignificant(sure))
        let unsure = VaryingSearch.Term(term: term, coefficients: [4, -4], covariance: covariance)
        #expect(!FieldDiscovery.isSignificant(unsure))
        var single = Matrix(rows: 1, columns: 1)
        single[0, 0] = 1
        #expect(FieldDiscovery.isSignificant(VaryingSearch.Term(term: term, coefficients: [3.1], covariance: single)))
        #expect(!FieldDiscovery.isSignificant(VaryingSearch.Term(term: term, coefficients: [2.9], covariance: single)))
    }
}
