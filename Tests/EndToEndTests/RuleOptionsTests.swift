import ArgumentParser
import SymbolicRegression
import Testing

@testable import discover

@Suite struct RuleOptionsTests {
    @Test func optionsBecomeRules() throws {
        let rules = try RuleOptions.parse([
            "--functions", "exp, ln,sqrt", "--operators=+,-,**", "--maximum-complexity", "9", "--maximum-nesting", "1",
            "--integer-exponents",
        ]).rules()
        #expect(rules.functions == ["exp", "log", "sqrt"])
        #expect(rules.operators == [.add, .subtract, .power])
        #expect(rules.maximumComplexity == 9)
        #expect(rules.maximumNesting == 1)
        #expect(rules.hasIntegerExponents)
    }

    @Test func noOptionsAllowEverything() throws {
        #expect(try RuleOptions.parse([]).rules().allowsEverything)
        #expect(try RuleOptions.parse(["--functions", "none"]).rules().functions == [])
    }

    @Test(arguments: [
        ["--functions", "expo"], ["--functions", "exp,,sin"], ["--functions", "log10"], ["--operators", "%"],
        ["--maximum-complexity", "0"], ["--maximum-nesting=-1"], ["--functions", "exp,none"],
    ])
    func wrongRulesAreRefused(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try RuleOptions.parse(arguments) }
    }
}
