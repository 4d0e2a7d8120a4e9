import Expressions
import Testing

@testable import SymbolicRegression

@Suite struct ExtrapolationTests {
    private func check(_ law: String, _ ranges: [(String, Double, Double)]) throws -> Extrapolation {
        let columns = ranges.map { range in (0...50).map { range.1 + (range.2 - range.1) * Double($0) / 50 } }
        let problem = RegressionProblem(
            inputNames: ranges.map(\.0), inputs: columns, targetName: "y", target: columns[0].map { _ in 2 })
        let formula = try Expression.parse(law, variables: Set(ranges.map(\.0))).simplified()
        return try #require(ExtrapolationCheck(problem: problem).result(for: formula))
    }

    @Test func tameLawsHaveNothingToTell() throws {
        let result = try check("2*x + sin(x)/5", [("x", 1, 3)])
        #expect(result.findings.isEmpty && result.inside.isEmpty)
        #expect(try #require(result.growth) < 10)
    }

    @Test(arguments: [
        ("1/(x - 1/2)", Extrapolation.Kind.pole, 0.5, false), ("1/(x - 7/2)^2", .pole, 3.5, true),
        ("sqrt(x - 1/2)", .undefined, 0.5, false), ("log(4 - x)", .undefined, 4, true),
        ("tan(x/2)", .pole, 3.1416, true), ("exp(exp(2*x))", .overflow, 3.2825, true), ("x^(-1.5)", .pole, 0, false),
    ])
    func firstEventIsFound(_ law: String, _ kind: Extrapolation.Kind, _ value: Double, _ isAbove: Bool) throws {
        let low = law.hasPrefix("exp") || law.hasPrefix("tan") ? 1.0 : law.hasPrefix("x^") ? 0.5 : 1.0
        let result = try check(law, [("x", low, 3)])
        let finding = try #require(result.findings.first { $0.isAbove == isAbove })
        #expect(finding.kind == kind)
        #expect(abs(finding.value - value) < 0.003)
        #expect(finding.isEverywhere)
        #expect(result.findings.count == 1)
    }

    @Test func polesBetweenTheDataAreFound() throws {
        let result = try check("1/(x - 2.015)", [("x", 1, 3)])
        let pole = try #require(result.inside.first)
        #expect(pole.kind == .pole)
        #expect(abs(pole.value - 2.015) < 0.003)
    }

    @Test func otherInputsDecideHowFar() throws {
        let result = try check("1/(x - z)", [("x", 4, 6), ("z", 1, 3.5)])
        // x goes down to 3, z up to 4.75 at most: both meet the other one for some rows only.
        #expect(result.findings.map(\.input) == ["x", "z"])
        #expect(result.findings.map(\.isAbove) == [false, true])
        #expect(result.findings.allSatisfy { $0.kind == .pole && !$0.isEverywhere })
    }

    @Test func constantsAndUnusedInputsSayNothing() throws {
        let problem = RegressionProblem(inputNames: ["x"], inputs: [[1, 2]], targetName: "y", target: [3, 3])
        #expect(ExtrapolationCheck(problem: problem).result(for: .real(3)) == nil)
        #expect(try check("x^2", [("x", 1, 3), ("z", 1, 2)]).findings.isEmpty)
    }
}
