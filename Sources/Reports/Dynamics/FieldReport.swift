import Diagnostics
import Expressions
import SparseDynamics

/// The equations of fields with everything that their documents tell.
public struct FieldReport: Sendable {
    /// The answer.
    public var result: FieldResult
    /// The axes of the grid, time last.
    public var axes: [FieldAxis]
    /// Names of the fields, those with equations first.
    public var fields: [String]
    /// Path as the user gave it, `-` for standard input.
    public var path: String
    /// SHA-256 of the bytes of the file, lower-case hexadecimal.
    public var sha256: String
    /// The options that decided the answer.
    public var options: FieldOptions
    /// Why the search ended.
    public var stopped: StopReason
    /// The time limit; nil without one.
    public var timeoutSeconds: Double?
    /// Facts of the run; nil leaves them out, so that equal searches give equal bytes.
    public var run: RunFacts?

    /// Makes a report.
    public init(
        result: FieldResult, axes: [FieldAxis], fields: [String], path: String, sha256: String, options: FieldOptions,
        stopped: StopReason, timeoutSeconds: Double? = nil, run: RunFacts?
    ) {
        self.result = result
        self.axes = axes
        self.fields = fields
        self.path = path
        self.sha256 = sha256
        self.options = options
        self.stopped = stopped
        self.timeoutSeconds = timeoutSeconds
        self.run = run
    }

    /// Writes the formulas of this report: all names of fields, coordinates and derivatives that occur in them.
    var formulas: FormulaText {
        var names = fields + axes.map(\.name)
        for equation in result.equations {
            for term in equation.equation.terms {
                for name in term.function.variables.sorted() where !names.contains(name) { names.append(name) }
            }
        }
        return FormulaText(names: names)
    }
}
