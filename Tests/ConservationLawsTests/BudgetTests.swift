import ConservationLaws
import Diagnostics
import Testing

@Suite struct BudgetTests {
    static let text = "x'' = -x-2*x*y\ny'' = -y-x^2+y^2"

    @Test func budgetCutsTheSearchAndSaysSo() throws {
        // Degrees 1 and 2 need 4 + 14 basis functions, degree 3 needs 34 more.
        let result = try laws(of: Self.text, evaluations: 20)
        #expect(result.stopped == .evaluations)
        #expect(!result.isComplete)
        #expect(result.searched.completeDegree == 2)
        #expect(result.evaluations == 18)
        #expect(result.status == .none)
    }

    @Test func interruptedSearchKeepsNothingUnproved() throws {
        let control = RunControl()
        control.interrupt()
        let system = try SystemParser.parse(text: Self.text, source: "test")
        let result = try conservedQuantities(of: system, options: ConservationOptions(), control: control)
        #expect(result.stopped == .interrupted)
        #expect(!result.isComplete)
        #expect(result.laws.isEmpty)
    }

    @Test func largestBasisEndsTheClimb() throws {
        var options = ConservationOptions()
        options.maximumDegree = 10
        options.maximumBasisSize = 40
        let system = try SystemParser.parse(text: Self.text, source: "test")
        let result = try conservedQuantities(of: system, options: options, control: RunControl())
        #expect(result.searched.completeDegree == 3)
        #expect(result.count == 1)
        #expect(!result.isComplete)
        #expect(result.warnings.count == 1)
    }

    @Test func defaultSearchOfAChaoticSystemProvesNone() throws {
        let result = try laws(of: "x' = -y-z\ny' = x+y/5\nz' = 1/5+z*(x-57/10)")
        #expect(result.status == .none)
        #expect(result.isComplete)
        #expect(result.stopped == .exhausted)
        #expect(result.searched.completeDegree >= 8)
        #expect(result.statements.first?.contains("proved") == true)
    }

    @Test func exponentsThatAreTooLargeAreNamed() throws {
        let result = try laws(of: "x' = x^150*y^100\ny' = -x^200")
        #expect(result.warnings.count == 1)
        #expect(result.warnings.first?.contains("the right-hand sides have degree 250") == true)
        #expect(!result.isComplete)
    }

    @Test func degreeLimitIsKept() throws {
        let result = try laws(of: Self.text, degree: 2)
        #expect(result.searched.completeDegree == 2)
        #expect(result.isComplete)
        #expect(result.count == 0)
    }

    /// The open Toda chain of six in Flaschka's variables: a law of every degree from 1 on, that of degree 5 beyond the usual effort.
    @Test func theClimbGoesOnWhileDegreesBringLaws() throws {
        var lines = (1...5).map { "a\($0)' = a\($0)*(b\($0 + 1) - b\($0))" }
        for site in 1...6 {
            let (left, right) = (site > 1 ? "-2*a\(site - 1)^2" : "", site < 6 ? "2*a\(site)^2" : "")
            lines.append("b\(site)' = \(right)\(left)")
        }
        let result = try laws(of: lines.joined(separator: "\n"))
        #expect(result.count == 5)
        #expect(result.laws.map(\.degree) == [1, 2, 3, 4, 5])
        #expect(result.searched.completeDegree == 5)
    }
}
