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
        "conserve u", "x: q > 0",
    ])
    func badConstraintsAreRefused(text: String) {
        #expect(throws: DiscoverError.self) { try constraints(text) }
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
}
