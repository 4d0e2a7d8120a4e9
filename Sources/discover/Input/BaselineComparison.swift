import Reports
import SymbolicRegression

/// The rules by which a law that was refitted on new data agrees with its baseline.
struct BaselineComparison {
    /// Constants may differ by this many combined standard errors.
    static let standardErrorsAllowed = 3.0
    /// Errors below this fraction of the target's root mean square are rounding.
    static let roundingLevel = 1e-12

    /// The earlier law.
    var law: BaselineLaw
    /// Largest relative change of a constant.
    var relativeTolerance: Double
    /// Largest growth of the error in per cent.
    var maximumErrorIncrease: Double

    /// Whether the formula is defined everywhere, and whether its error has not grown.
    func errorItems(_ errors: FormulaErrors, target: [Double]) -> [CheckReport.Item] {
        let undefined = errors.undefinedRows
        var items = [
            CheckReport.Item(
                name: "defined", isPassed: undefined == 0 && errors.rows > 0, baseline: 0, value: Double(undefined),
                bound: 0,
                explanation: undefined == 0
                    ? "finite in all \(errors.rows) rows" : "no finite value in \(undefined) rows")
        ]
        guard let reference = law.referenceError else { return items }
        let meanSquare = target.reduce(0) { $0 + $1 * $1 } / Double(max(target.count, 1))
        let bound = max(
            reference * (1 + maximumErrorIncrease / 100), Self.roundingLevel * meanSquare.squareRoot())
        let value = errors.rootMeanSquareError
        let isPassed = value.map { $0 <= bound } ?? false
        let measured = value.map { DecimalText.short($0) } ?? "not defined"
        items.append(
            CheckReport.Item(
                name: "error", isPassed: isPassed, baseline: reference, value: value, bound: bound,
                explanation: "RMSE \(measured), baseline \(DecimalText.short(reference)), "
                    + "allowed \(DecimalText.short(bound))"))
        return items
    }

    /// Whether every constant, refitted on the new data, agrees with the baseline.
    func constantItems(_ refit: FormulaRefit.Outcome) -> [CheckReport.Item] {
        zip(refit.startingValues, refit.constants).map { old, constant in
            let earlierError = law.constants.first { $0.value == old }?.standardError ?? 0
            let laterError = constant.standardError ?? 0
            let spread = (earlierError * earlierError + laterError * laterError).squareRoot()
            let bound = max(relativeTolerance * abs(old), Self.standardErrorsAllowed * spread)
            let difference = abs(constant.value - old)
            return CheckReport.Item(
                name: constant.name, isPassed: difference <= bound, baseline: old, value: constant.value, bound: bound,
                explanation: "refitted \(DecimalText.measured(constant.value, standardError: constant.standardError)), "
                    + "baseline \(DecimalText.short(old, digits: 6)), differs by \(DecimalText.short(difference, digits: 2)), "
                    + "allowed \(DecimalText.short(bound, digits: 2))")
        }
    }
}
