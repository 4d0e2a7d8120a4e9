import SymbolicRegression
import Testing

@Suite struct FormulaErrorsTests {
    @Test func perfectPredictions() {
        let errors = FormulaErrors(predictions: [1, 2, 3], target: [1, 2, 3])
        #expect(errors.rootMeanSquareError == 0)
        #expect(errors.rSquared == 1)
        #expect(errors.relativeError == 0)
        #expect(errors.maximumAbsoluteError == 0)
    }

    @Test func knownValues() {
        let errors = FormulaErrors(predictions: [0, 0, 3], target: [3, -4, 3])
        #expect(errors.rootMeanSquareError == (25.0 / 3).squareRoot())
        #expect(errors.maximumAbsoluteError == 4)
        #expect(errors.worstRow == 2)
        #expect(errors.relativeError == (25.0 / 34).squareRoot())
    }

    @Test func undefinedRowsAreCountedOnly() {
        let errors = FormulaErrors(predictions: [.nan, 2, .infinity], target: [1, 2, 3])
        #expect(errors.rows == 1)
        #expect(errors.undefinedRows == 2)
        #expect(errors.rootMeanSquareError == 0)
        #expect(errors.rSquared == nil)
    }

    @Test func nothingDefined() {
        let errors = FormulaErrors(predictions: [.nan], target: [1])
        #expect(errors.rows == 0)
        #expect(errors.rootMeanSquareError == nil)
        #expect(errors.worstRow == nil)
    }
}
