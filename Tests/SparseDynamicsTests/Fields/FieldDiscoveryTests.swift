import Diagnostics
import Expressions
import Foundation
import Testing

@testable import SparseDynamics

/// Whole searches on fields whose equations are known.
struct FieldDiscoveryTests {
    private func terms(_ result: FieldResult) -> [String: Double] {
        var terms: [String: Double] = [:]
        for (term, form) in zip(result.equations[0].equation.terms, result.equations[0].fittedForms) {
            terms[form] = term.coefficient
        }
        return terms
    }

    @Test(arguments: [(0.0, 1e-6), (0.01, 1e-2), (0.1, 1e-1)])
    func heatWithDrift(noise: Double, tolerance: Double) throws {
        let found = terms(try FieldDiscovery.equations(of: FieldFixtures.heat(noise: noise)))
        #expect(Set(found.keys) == ["u_x", "u_xx"])
        #expect(abs((found["u_x"] ?? 0) + 0.3) < 0.3 * tolerance)
        #expect(abs((found["u_xx"] ?? 0) - 0.1) < 0.1 * tolerance)
    }

    @Test(arguments: [0.0, 0.01, 0.1, 0.4])
    func burgers(noise: Double) throws {
        let result = try FieldDiscovery.equations(of: FieldFixtures.burgers(noise: noise))
        let found = terms(result)
        #expect(Set(found.keys) == ["(u^2)_x", "u_xx"])
        let equation = result.equations[0]
        for term in equation.equation.terms {
            let truth = term.function == .variable("u_xx") ? 0.1 : -1.0
            let error = try #require(term.standardError)
            #expect(abs(term.coefficient - truth) < 5 * error + 1e-6)
        }
        #expect(result.isFound)
        #expect(equation.chiSquared < 1.3)
    }

    /// Sums over a grid are wrong across a shock, as if there were further derivatives; the other rows know better.
    @Test(arguments: [0.0, 0.001, 0.01]) func aShockBringsNoTerms(noise: Double) throws {
        let result = try FieldDiscovery.equations(of: FieldFixtures.shock(noise: noise))
        let found = terms(result)
        #expect(Set(found.keys) == ["(u^2)_x"])
        #expect(abs((found["(u^2)_x"] ?? 0) + 1) < 0.3 * noise + 1e-4)
        #expect(result.isFound)
    }

    /// An equation that half of the rows do not choose is not claimed.
    @Test func unstableTermsAreNotClaimed() {
        #expect(!FieldDiscovery.isStable(0.1))
        #expect(FieldDiscovery.isStable(0.9))
        #expect(FieldDiscovery.isStable(nil))
    }

    @Test func planeWithTwoConductivities() throws {
        let found = terms(try FieldDiscovery.equations(of: FieldFixtures.plane(noise: 0.01)))
        #expect(Set(found.keys) == ["u_xx", "u_yy"])
        #expect(abs((found["u_xx"] ?? 0) - 0.2) < 2e-3)
        #expect(abs((found["u_yy"] ?? 0) - 0.1) < 2e-3)
    }

    /// Units of length, time and the field change coefficients by their dimensions and nothing else.
    @Test(arguments: [(1e6, 1.0, 1.0), (1.0, 1e-3, 1.0), (1.0, 1.0, 1e6), (1e-4, 1e3, 1e-6)])
    func unitsDoNotMatter(x: Double, t: Double, u: Double) throws {
        let plain = terms(try FieldDiscovery.equations(of: FieldFixtures.heat(noise: 0.02)))
        let scaled = terms(try FieldDiscovery.equations(of: FieldFixtures.heat(noise: 0.02, unit: (x, t, u))))
        #expect(Set(plain.keys) == Set(scaled.keys))
        let first = try #require(plain["u_x"])
        let second = try #require(plain["u_xx"])
        #expect(abs((scaled["u_x"] ?? 0) / (first * x / t) - 1) < 1e-6)
        #expect(abs((scaled["u_xx"] ?? 0) / (second * x * x / t) - 1) < 1e-6)
    }

    @Test func sameAnswerForAnyNumberOfThreads() throws {
        let data = FieldFixtures.burgers(noise: 0.2)
        var options = FieldOptions()
        options.threads = 1
        let one = try FieldDiscovery.equations(of: data, options: options)
        options.threads = 3
        let three = try FieldDiscovery.equations(of: data, options: options)
        #expect(
            one.equations[0].equation.terms.map(\.coefficient) == three.equations[0].equation.terms.map(\.coefficient))
        #expect(one.equations[0].stability == three.equations[0].stability)
    }

    @Test func knownTermsAreTakenAsGiven() throws {
        var options = FieldOptions()
        options.knownTerms = try KnownFieldTerm.terms("u: 0.1*u_xx", fields: ["u"], space: ["x"])
        let result = try FieldDiscovery.equations(of: FieldFixtures.heat(noise: 0.01), options: options)
        let parts = result.equations[0].equation.terms
        #expect(parts.count == 2)
        #expect(parts.first?.isKnown == true)
        #expect(abs((parts.first?.coefficient ?? 0) - 0.1) < 1e-12)
        #expect(abs((parts.last?.coefficient ?? 0) + 0.3) < 3e-3)
    }

    /// A slowly swinging field: its equation is short with the sine, and longer with powers.
    @Test func aSineIsPreferredToItsSeries() throws {
        let found = try FieldDiscovery.equations(of: FieldFixtures.breather(noise: 0.01))
        #expect(found.isFound)
        #expect(Set(found.equations[0].fittedForms) == ["u_xx", "sin(u)"])
        #expect(found.equations[0].equation.leftHandSide == "u_tt")
    }

    /// White noise without any law behind it must not be explained.
    @Test func noiseAloneHasNoLaw() throws {
        var data = FieldFixtures.heat()
        data.fields[0].values = FieldFixtures.noisy(data.fields[0].values.map { _ in 1e-9 }, 1e9, seed: 3)
        let result = try FieldDiscovery.equations(of: data)
        #expect(!result.isFound)
    }

    @Test func constantFieldsAndSmallGridsAreRefused() {
        var data = FieldFixtures.heat()
        data.fields[0].values = data.fields[0].values.map { _ in 2.5 }
        #expect(throws: DiscoverError.self) { try FieldDiscovery.equations(of: data) }
        #expect(throws: DiscoverError.self) { try FieldDiscovery.equations(of: FieldFixtures.heat(instants: 9)) }
    }

    @Test(arguments: [1e-200, 1e200]) func extremeSizesAreRefused(size: Double) {
        var data = FieldFixtures.heat()
        data.fields[0].values = data.fields[0].values.map { $0 * size }
        #expect(throws: DiscoverError.self) { try FieldDiscovery.equations(of: data) }
    }

    @Test func steadyFieldsAreRefused() {
        var data = FieldFixtures.heat()
        let count = data.space[0].count
        let first = Array(data.fields[0].values[..<count])
        data.fields[0].values = data.fields[0].values.indices.map { first[$0 % count] }
        #expect(throws: DiscoverError.self) { try FieldDiscovery.equations(of: data) }
    }

    @Test func interruptedRunsEnd() throws {
        let control = RunControl()
        control.interrupt()
        let result = try FieldDiscovery.equations(of: FieldFixtures.burgers(noise: 0.3), control: control)
        #expect(result.equations.isEmpty && result.missing == 1 && !result.isFound)
        #expect(result.warnings.contains { $0.contains("stopped") })
    }
}
