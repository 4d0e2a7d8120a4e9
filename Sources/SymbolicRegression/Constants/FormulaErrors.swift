/// How well predictions meet a target.
///
/// Rows where the formula has no finite value are counted and take part in nothing else.
public struct FormulaErrors: Sendable, Equatable {
    /// Rows with a finite prediction.
    public var rows: Int
    /// Rows where the formula is not defined.
    public var undefinedRows: Int
    /// Root of the mean squared residual, in units of the target; nil without rows.
    public var rootMeanSquareError: Double?
    /// 1 - residual variance / target variance; nil when the target does not vary.
    public var rSquared: Double?
    /// Largest residual by absolute value, in units of the target.
    public var maximumAbsoluteError: Double?
    /// Number of the row with the largest residual.
    public var worstRow: Int?
    /// Root mean square error divided by the root mean square of the target; nil for a zero target.
    public var relativeError: Double?

    /// Compares `predictions` with `target`, row by row.
    ///
    /// - Parameters:
    ///   - predictions: the formula's values, not finite where it is not defined.
    ///   - target: the measured values, as many.
    ///   - rowNumbers: how the rows are numbered where they come from; 1, 2, ... by default.
    /// - Complexity: O(rows).
    public init(predictions: [Double], target: [Double], rowNumbers: [Int]? = nil) {
        precondition(predictions.count == target.count)
        let defined = predictions.indices.filter { predictions[$0].isFinite }
        rows = defined.count
        undefinedRows = predictions.count - rows
        guard rows > 0 else { return }
        let count = Double(rows)
        var squares = 0.0
        var power = 0.0
        var sum = 0.0
        for row in defined {
            let residual = target[row] - predictions[row]
            squares += residual * residual
            power += target[row] * target[row]
            sum += target[row]
            if maximumAbsoluteError.map({ abs(residual) > $0 }) ?? true {
                maximumAbsoluteError = abs(residual)
                worstRow = rowNumbers?[row] ?? row + 1
            }
        }
        let mean = sum / count
        let variance = defined.reduce(0) { $0 + (target[$1] - mean) * (target[$1] - mean) }
        rootMeanSquareError = (squares / count).squareRoot()
        if variance > 0 { rSquared = 1 - squares / variance }
        if power > 0 { relativeError = (squares / power).squareRoot() }
    }
}
