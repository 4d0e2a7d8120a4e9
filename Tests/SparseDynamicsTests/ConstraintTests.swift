import Diagnostics
import Expressions
import NumericKernel
import Testing

@testable import SparseDynamics

/// What the equations must obey.
@Suite struct ConstraintTests {
    private func constraints(_ text: String) throws -> EquationConstraints {
        try EquationConstraints(text, variables: ["x", "v"], inputs: ["u"])
    }

    @Test func constraintsAreRead() throws {
        let read = try constraints("x: v > 0;v: x^2*v<0 ; symmetry x -> -x, v -> -v; conserve x^2 + v^2;")
        #expect(read.signs.map(\.isPositive) == [true, false])
        #expect(read.signs.map(\.equation) == [0, 1])
        #expect(read.symmetries == [[-1, -1, 1]])
        #expect(read.laws.count == 1)
        #expect(read.texts.count == 4)
        #expect(try constraints(" ; ").isEmpty)
    }

    @Test(arguments: [
        "x v > 0", "x: v > 1", "x: v", "w: v > 0", "symmetry x -> v", "symmetry w -> -w", "symmetry x", "conserve x +",
        "conserve u", "x: q > 0", "x: v = x", "x: v = w: x", "x: v = 0*v: x", "x: v = q*v: x", "x: v = x: v",
        "x: v = v: x = x: x", "x v = v: x", "x: v = ", "x: v = v: q",
    ])
    func badConstraintsAreRefused(text: String) {
        #expect(throws: DiscoverError.self) { try constraints(text) }
    }

    @Test(arguments: [("x: v = -v: x", -1.0), ("x: v = 2*v: x", 2), ("x : v=-0.5 * v : x", -0.5), ("x: v = v: x", 1)])
    func tiedCoefficientsAreRead(text: String, factor: Double) throws {
        let read = try constraints(text)
        let rule = try #require(read.shared.first)
        #expect(read.shared.count == 1 && read.signs.isEmpty && !read.isEmpty)
        #expect(rule.equation == 0 && rule.otherEquation == 1)
        #expect(rule.function == .variable("v") && rule.otherFunction == .variable("x"))
        #expect(rule.factor == factor)
    }

    private static let spring = SampleSystem(
        name: "spring", variables: ["x", "v"], start: [1, 0], step: 0.03, count: 700, terms: []
    ) { s in [s[1], -s[0] - 0.8 * s[0] * s[0] * s[0]] }

    private func search(_ series: TimeSeries, _ text: String) throws -> DynamicsResult {
        var options = DynamicsOptions()
        options.degree = 3
        options.constraints = try constraints(text)
        return try governingEquations(of: series, options: options, control: RunControl())
    }

    @Test func aConservedEnergyTiesTheCoefficients() throws {
        let series = try Self.spring.series(noise: 0.01, starts: [[1, 0], [1.7, 0.4]])
        let result = try search(series, "conserve v^2/2 + x^2/2 + x^4/5")
        #expect(result.status == .found)
        let (x, v) = (result.equations[0].byTerm, result.equations[1].byTerm)
        let speed = try #require(x["v"])
        #expect(abs(speed + (v["x"] ?? 0)) < 1e-9)
        #expect(abs(0.8 * speed + (v["x^3"] ?? 0)) < 1e-9)
        #expect(abs(speed - 1) < 0.01)
    }

    @Test func aLawThatTheDataContradictIsSaid() throws {
        let series = try Self.spring.series(noise: 0.01, starts: [[1, 0], [1.7, 0.4]])
        let result = try search(series, "conserve v^2/2 + x^2/2 + x^4/3")
        #expect(result.doubts.contains { $0.contains("speak against") })
    }

    @Test(arguments: [0.0, 0.05]) func symmetryLeavesOddFunctionsOnly(noise: Double) throws {
        let series = try Self.spring.series(noise: noise, starts: [[1, 0], [1.7, 0.4]])
        let result = try search(series, "symmetry x -> -x, v -> -v")
        for equation in result.equations {
            for term in equation.byTerm.keys { #expect(!["1", "x^2", "x*v", "v^2"].contains(term), "\(term)") }
        }
        #expect(Set(result.equations[1].byTerm.keys) == ["x", "x^3"])
    }

    @Test func aForbiddenSignTakesTheTermAway() throws {
        let result = try search(Self.spring.series(noise: 0.01), "v: x^3 > 0")
        #expect(result.equations[1].byTerm["x^3"].map { $0 > 0 } ?? true)
    }

    @Test func tiedCoefficientsComeOutTied() throws {
        let series = try Self.spring.series(noise: 0.01, starts: [[1, 0], [1.7, 0.4]])
        let free = try search(series, "")
        let result = try search(series, "x: v = -v: x; v: x^3 = 0.8*v: x")
        #expect(result.status == .found)
        let (x, v) = (result.equations[0].byTerm, result.equations[1].byTerm)
        let speed = try #require(x["v"])
        #expect(abs(speed + (v["x"] ?? 0)) < 1e-9)
        #expect(abs(0.8 * speed + (v["x^3"] ?? 0)) < 1e-9)
        #expect(abs(speed - 1) < 0.01)
        #expect(!result.doubts.contains { $0.contains("left out") || $0.contains("speak against") })
        // What is tied is known better than alone.
        let error = try #require(result.equations[1].terms.first { $0.function == .variable("x") }?.standardError)
        let alone = try #require(free.equations[1].terms.first { $0.function == .variable("x") }?.standardError)
        #expect(error < alone)
    }

    @Test func aTieThatTheDataContradictIsSaid() throws {
        let series = try Self.spring.series(noise: 0.01, starts: [[1, 0], [1.7, 0.4]])
        let result = try search(series, "x: v = -1.5*v: x")
        #expect(result.doubts.contains { $0.contains("speak against") })
    }

    @Test(arguments: [
        ("conserve v^2/2 + x^2/2 + x^4/3", "do not conserve"), ("x: v = -1.5*v: x", "left out"),
        ("x: v = v: v", "only one of the terms"), ("x: x = v: v", "do not occur"),
    ])
    func cleanDataThatBreakAConstraintSaySo(text: String, sentence: String) throws {
        let result = try search(Self.spring.series(starts: [[1, 0], [1.7, 0.4]]), text)
        #expect(result.doubts.contains { $0.contains(sentence) }, "\(result.doubts)")
        #expect(Set(result.equations[1].byTerm.keys) == ["x", "x^3"])
    }

    @Test func cleanDataThatObeySayNothing() throws {
        let result = try search(
            Self.spring.series(starts: [[1, 0], [1.7, 0.4]]), "conserve v^2/2 + x^2/2 + x^4/5; x: v = -v: x")
        #expect(result.status == .found)
        #expect(!result.doubts.contains { $0.contains("left out") })
    }

    @Test func lawsOfMapsAreRefused() throws {
        let states = (0..<200).map { index in [Double(index % 7), Double(index % 5)] }
        let part = Trajectory(
            times: states.indices.map(Double.init), states: [states.map { $0[0] }, states.map { $0[1] }])
        var series = TimeSeries(variables: ["x", "v"], trajectories: [part])
        series.kind = .map
        #expect(throws: DiscoverError.self) { try search(series, "conserve x^2 + v^2") }
    }
}
