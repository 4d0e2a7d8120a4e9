import Diagnostics
import Expressions
import Glibc
import NumericKernel
import Testing

@testable import SparseDynamics

/// What is called found must be more than a good approximation.
@Suite struct CleanVerdictTests {
    /// Fits an equation of a system by some functions.
    private func equations(_ system: SampleSystem, _ functions: [String]) throws -> (ScaledSeries, [FoundEquation]) {
        let series = ScaledSeries(try system.series())
        let library = try CandidateLibrary(
            name: "given", degree: nil,
            functions: functions.map { try Expression.parse($0, variables: Set(system.variables)) },
            variables: system.variables, inputs: [])
        let scaled = try #require(ScaledLibrary(library, series: series))
        let form = WeakForm(series, scaled, radius: 0, nodes: CleanSearch.nodes)
        let found = try system.variables.indices.map { index in
            try #require(CleanSearch.fitted(form, support: Array(functions.indices), equation: index))
        }
        return (series, found)
    }

    /// A motion between slow and fast, whose rates are quotients.
    static let saturating = SampleSystem(
        name: "saturating", variables: ["x", "y"], start: [0.9, 0.3], step: 0.05, count: 1500, terms: []
    ) { s in [s[0] * (1 - s[0]) - 2 * s[0] * s[1] / (1 + 3 * s[0]), s[1] * (2 * s[0] / (1 + 3 * s[0]) - 0.3)] }

    @Test(arguments: [SampleSystem.lorenz, .rossler, .lotkaVolterra]) func rightEquationsStand(system: SampleSystem)
        throws
    {
        let functions = ["1"] + system.terms.flatMap(\.keys).filter { $0 != "1" }
        let (series, found) = try equations(system, Array(Set(functions)).sorted())
        let verdict = CleanVerdict(series: series, threads: 1)
        for (index, equation) in found.enumerated() {
            // Only terms that belong there: the others are noise and may change as they like.
            var own = equation
            let kept = equation.support.indices.filter { place in
                abs(equation.coefficients[place]) > 1e-6 * (equation.coefficients.map { abs($0) }.max() ?? 0)
            }
            own.support = kept.map { equation.support[$0] }
            own.coefficients = kept.map { equation.coefficients[$0] }
            let change = try #require(verdict.coefficientChange(own, index))
            #expect(change < 0.01 * CleanVerdict.coefficientChange)
        }
        let errors = try #require(verdict.stepErrors(found))
        #expect(errors.allSatisfy { $0 < 0.01 * CleanVerdict.stepError })
    }

    @Test func longPolynomialsInPlaceOfAQuotientDoNot() throws {
        let monomials = CandidateLibrary.exponents(degree: 4, count: 2).map { powers in
            powers.allSatisfy { $0 == 0 } ? "1" : "x^\(powers[0])*y^\(powers[1])"
        }
        let (series, found) = try equations(Self.saturating, monomials)
        let objections = CleanVerdict(series: series, threads: 1).objections(to: found)
        #expect(objections.allSatisfy { $0 != nil })
    }

    @Test func shorterStepsAreTakenWhereOneFails() throws {
        // A kink between samples is no reason to refuse right equations.
        let system = SampleSystem(
            name: "kink", variables: ["x", "v"], start: [1.2, 0], step: 0.1, count: 600, terms: []
        ) { s in [s[1], -s[0] - 0.8 * abs(s[0] - 0.4)] }
        let (series, found) = try equations(system, ["x", "v", "abs(x - 0.4)"])
        let errors = try #require(CleanVerdict(series: series, threads: 1).stepErrors(found))
        #expect(errors.allSatisfy { $0 < CleanVerdict.stepError })
    }

    @Test func quotientsWithOneDenominatorInTwoEquationsAreFound() throws {
        let result = try governingEquations(
            of: Self.saturating.series(starts: [[0.9, 0.3], [0.2, 0.8], [1.5, 0.5]]), options: DynamicsOptions(),
            control: RunControl())
        #expect(result.status == .found)
        #expect(Set(result.equations[0].byTerm.keys) == ["x", "x^2", "x*y/(3*x + 1)"])
        #expect(Set(result.equations[1].byTerm.keys) == ["y", "x*y/(3*x + 1)"])
    }

    /// Two denominators in one equation, with numbers that nobody chose.
    @Test(arguments: [1, 2]) func quotientsWithTwoDenominatorsAreFound(seed: Int) throws {
        let random = RandomStream(seed: UInt64(seed))
        let (b, c) = (random.uniform(in: 1.5...3), random.uniform(in: 0.8...1.6))
        let system = SampleSystem(
            name: "chain", variables: ["x", "y", "z"], start: [0.8, 0.3, 1], step: 0.08, count: 1200, terms: []
        ) { s in
            let (first, second) = (2.5 * s[0] * s[1] / (1 + b * s[0]), 0.6 * s[1] * s[2] / (1 + c * s[1]))
            return [s[0] * (1 - s[0]) - first, first - second - 0.3 * s[1], second - 0.1 * s[2]]
        }
        let result = try governingEquations(
            of: system.series(starts: [[0.8, 0.3, 1], [0.3, 0.7, 0.4], [1.1, 0.2, 0.6]]), options: DynamicsOptions(),
            control: RunControl())
        #expect(result.status == .found)
        #expect(result.equations.map(\.terms.count) == [3, 3, 2])
    }

    /// Kinks at places that nobody told, two of them in one equation.
    @Test(arguments: [(1.0, -0.6), (0.7, -1.1)]) func kinksAreFoundWhereDerivativesDisagree(one: Double, other: Double)
        throws
    {
        let system = SampleSystem(
            name: "broken spring", variables: ["x", "v"], start: [6, 0], step: 0.01, count: 3000, terms: []
        ) { s in [s[1], -s[0] - 1.5 * abs(s[0] - one) + 1.5 * abs(s[0] - other) - 0.02 * s[1]] }
        let series = ScaledSeries(try system.series(starts: [[6, 0], [-5, 2]]))
        let rows = try ShapeRows(series: series, names: ["x", "v"], equation: 1, known: KnownParts())
        let pointwise = rows.pointwise(equation: 1, series: series, known: KnownParts())
        let weights = try #require(rows.derivativeWeights(equation: 1, series: series))
        let kinks = KinkSearch(columns: pointwise.columns, weights: weights).kinks()
        #expect(kinks.map(\.argument) == [.column(0), .column(0)])
        let places = kinks.compactMap(\.parameters.first).sorted()
        for (place, truth) in zip(places, [other, one]) { #expect(abs(place - truth) < 0.2) }
    }

    @Test func smoothMotionsHaveNoKinks() throws {
        let series = ScaledSeries(try SampleSystem.lorenz.series())
        let rows = try ShapeRows(series: series, names: ["x", "y", "z"], equation: 0, known: KnownParts())
        let pointwise = rows.pointwise(equation: 0, series: series, known: KnownParts())
        let weights = try #require(rows.derivativeWeights(equation: 0, series: series))
        #expect(KinkSearch(columns: pointwise.columns, weights: weights).kinks().count < 3)
    }

    @Test func burstsAreNoNoise() {
        // Long rest and short spikes, three samples wide.
        let times = (0..<1500).map { Double($0) * 0.5 }
        let values = times.map { exp(20 * (cos(0.15 * $0) - 1)) + exp(60 * (sin(0.4 * $0) - 1)) }
        let estimate = NoiseEstimate(times: [times], values: [values])
        #expect(estimate.quietest < 1e-3 * max(estimate.sigma, 1e-12))
        let random = RandomStream(seed: 5)
        let noisy = values.map { $0 + random.gaussian(standardDeviation: 1e-2) }
        #expect(NoiseEstimate(times: [times], values: [noisy]).quietest > 1e-3)
    }
}
