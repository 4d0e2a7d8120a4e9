import ArgumentParser
import Datasets
import Diagnostics
import Expressions
import Reports
import SymbolicRegression

/// `discover check`: an earlier law on new data.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check that an earlier law holds on new data.",
        discussion: """
            Recomputes the errors of the baseline's formula on the new table and refits its constants there. Passes, \
            with exit code 0, if the formula is defined in every row, the error has not grown by more than \
            --max-error-increase, and every constant agrees within --rtol or within three standard errors. Fails with \
            exit code 1 and a list of what failed. The baseline is a result of discover fit --json.
            """)

    @Argument(help: ArgumentHelp("Result of discover fit --json.", valueName: "baseline"), completion: .file())
    var baseline: String

    @Argument(
        help: ArgumentHelp("Table with a header; - reads standard input.", valueName: "table"), completion: .file())
    var path: String?

    @Option(help: ArgumentHelp("Largest relative change of a constant.", valueName: "number"))
    var rtol: Double = 1e-3

    @Option(help: ArgumentHelp("Largest growth of the error.", valueName: "per cent"))
    var maxErrorIncrease: Double = 10

    @OptionGroup(title: "Table") var columns: ColumnOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if !(rtol >= 0 && rtol.isFinite) { throw ValidationError("--rtol must be a number of at least 0.") }
        if !(maxErrorIncrease >= 0 && maxErrorIncrease.isFinite) {
            throw ValidationError("--max-error-increase must be a number of at least 0.")
        }
    }

    func run() throws {
        guard let path = try InputPath.resolve(path, command: "check") else { return }
        let law = try BaselineLaw(
            try JSONValue.parse(try TextInput(path: baseline).bytes, file: baseline), file: baseline,
            target: columns.target)
        guard law.referenceError != nil else {
            throw DiscoverError.input(
                "baseline.no-error", "the result holds no error (\"rmse\") to compare with",
                at: SourceLocation(file: baseline), hint: "make it again with discover fit --json")
        }
        let formula = FormulaSource(of: law, path: baseline)
        let table = try columns.read(
            path, inUse: Measurements.inUse(target: columns.target ?? law.target, formula: formula))
        let target = try Measurements.target(of: table, named: columns.target ?? law.target)
        let expression = try formula.expression(columns: table.columnNames)
        let measurements = try Measurements(
            table, target: target.name, inputs: expression.variables.filter { $0 != target.name })
        let trial = FormulaRefit(
            columns: measurements.inputs.map { ($0.name, $0.values) }, target: target.values)
        let comparison = BaselineComparison(
            law: law, relativeTolerance: rtol, maximumErrorIncrease: maxErrorIncrease)
        let errors = FormulaErrors(
            predictions: try trial.values(of: expression), target: target.values, rowNumbers: table.rowNumbers)
        var items = comparison.errorItems(errors, target: target.values)
        var warnings = measurements.warnings
        if errors.undefinedRows == 0, !expression.measuredNumbers.isEmpty {
            let outcome = try trial.refit(expression)
            items += comparison.constantItems(outcome)
            warnings += outcome.warnings
        }
        output.warn(warnings)
        let report = CheckReport(
            expression: expression, baselinePath: baseline, items: items, errors: errors,
            input: measurements.facts(inputs: measurements.inputs.map(\.name)), relativeTolerance: rtol,
            maximumErrorIncrease: maxErrorIncrease, warnings: warnings)
        try output.deliver(text: report.text, json: { report.json })
        if !report.isPassed { throw CommandExit(code: .negative) }
    }
}
