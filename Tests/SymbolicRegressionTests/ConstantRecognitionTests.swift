import Diagnostics
import Expressions
import Testing

@testable import SymbolicRegression

@Suite struct ConstantRecognitionTests {
    private static let everything = ConstantRecognition(constants: PhysicalConstant.all)

    private func some(_ names: [String]) -> ConstantRecognition {
        ConstantRecognition(constants: PhysicalConstant.all.filter { names.contains($0.name) })
    }

    @Test(arguments: [
        (4.799243e-11, 5e-17, "h/k_B"), (8.3144, 0.0003, "R"), (-8.3144, 0.0003, "-R"), (1.98645e-25, 2e-30, "c*h"),
        (4.1357e-15, 2e-19, "h/q_e"),
    ])
    func wellKnownNumbers(_ value: Double, _ error: Double, _ formula: String) {
        #expect(Self.everything.recognize(value, standardError: error)?.formula == formula)
    }

    @Test func fewConstantsAllowLargerErrors() {
        // Two digits say nothing among all constants, but enough among two.
        let value = 4.79e-11
        #expect(Self.everything.recognize(value, standardError: 2e-13) == nil)
        let found = some(["h", "k_B"]).recognize(value, standardError: 2e-13)
        #expect(found?.formula == "h/k_B")
        #expect((found?.standardErrorsAway ?? 9) < 1)
    }

    @Test(arguments: [("2*c^2*h", 1.191_042_972e-16), ("c*h/k_B", 0.0)])
    func productsOfTwoAndTheirMultiples(_ formula: String, _ value: Double) {
        // Three factors are one too many.
        let found = some(["c", "h", "k_B"]).recognize(value == 0 ? 0.014387768 : value, standardError: nil)
        #expect(found?.formula == (value == 0 ? nil : formula))
    }

    @Test func farAwayIsNotRecognised() {
        #expect(Self.everything.recognize(8.3144 + 0.002, standardError: 0.0003)?.formula != "R")
        #expect(Self.everything.recognize(0, standardError: 1) == nil)
        #expect(Self.everything.recognize(.infinity, standardError: 1) == nil)
        #expect(Self.everything.recognize(8, standardError: 7) == nil)
        #expect(Self.everything.recognize(8, standardError: 0) == nil)
    }

    @Test(arguments: [1e-3, 1e-4, 1e-5, 1e-6])
    func randomNumbersAreRarelyRecognised(_ relative: Double) {
        var stream = SplitMix64(seed: 12)
        var found = 0
        for _ in 0..<300 {
            let value = Elementary.pow(10, Double.random(in: -30...20, using: &stream))
            if Self.everything.recognize(value, standardError: relative * value) != nil { found += 1 }
        }
        #expect(found <= 12, "\(found) of 300 at \(relative)")
    }

    @Test func thePickNamesItsConstants() throws {
        var options = FitOptions()
        options.physicalConstants = PhysicalConstant.all
        let problem = try Laws.table("8.31446261815324*T/V", [("T", 250, 350), ("V", 0.01, 0.05)], rows: 100)
        let result = try SymbolicRegression.fit(problem, options: options, control: RunControl())
        let constant = try #require(result.best?.constants.first)
        #expect(constant.recognized?.formula == "R")
        options.physicalConstants = []
        let plain = try SymbolicRegression.fit(problem, options: options, control: RunControl())
        #expect(plain.best?.constants.first?.recognized == nil)
    }
}
