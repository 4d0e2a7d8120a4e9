import Diagnostics
import Testing

@testable import SymbolicRegression

/// Fits without any starting values reach the certified values.
struct ReferenceFitTests {
    @Test(arguments: ReferenceData.all)
    func certified(_ data: ReferenceData) throws {
        let problem = RegressionProblem(inputNames: ["x"], inputs: [data.x], targetName: "y", target: data.y)
        let form = try Form(data.model, columns: ["x"], target: "y")
        let result = try fit(
            problem, form: FormRequest(form: form), options: FitOptions(), control: RunControl())
        let evidence = try #require(result.form)
        let best = try #require(result.best)
        #expect(best.isVerified)
        #expect(abs(evidence.sumOfSquares - data.sumOfSquares) <= 1e-7 * data.sumOfSquares)
        // Equal terms may change places: compare the values in order of size.
        func ordered(_ pairs: [(value: Double, error: Double?)]) -> [(value: Double, error: Double?)] {
            pairs.sorted { $0.value < $1.value }
        }
        let found = ordered(best.constants.map { ($0.value, $0.standardError) })
        let expected = ordered(zip(data.certified, data.errors).map { ($0, $1) })
        #expect(found.count == expected.count)
        for (fitted, certified) in zip(found, expected) {
            #expect(abs(fitted.value - certified.value) <= 1e-6 * abs(certified.value))
            let (error, known) = (try #require(fitted.error), try #require(certified.error))
            #expect(abs(error - known) <= 1e-4 * known)
        }
    }
}
