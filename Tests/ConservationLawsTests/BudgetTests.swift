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

    @Test func degreeLimitIsKept() throws {
        let result = try laws(of: Self.text, degree: 2)
        #expect(result.searched.completeDegree == 2)
        #expect(result.isComplete)
        #expect(result.count == 0)
    }
}
