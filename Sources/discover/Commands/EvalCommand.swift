import ArgumentParser
import Datasets
import Diagnostics
import Expressions
import Reports
import SymbolicRegression

/// `discover eval`: a formula on a table.
struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Evaluate a formula on a table: values, errors, refitted constants.",
        discussion: """
            The formula is text such as 'a*x^2 + 1.5', or a result of discover fit (a file whose name ends in .json), \
            whose law is used. Numbers with a decimal point are constants that --refit may change; whole numbers and \
            fractions are exact. Write column names that are not plain words between backticks. A formula that begins \
            with a minus sign goes between parentheses.
            """)

    @Argument(help: ArgumentHelp("Formula, or a result file that ends in .json.", valueName: "formula"))
    var formula: String

    @Argument(
        help: ArgumentHelp("Table with a header; - reads standard input.", valueName: "table"), completion: .file())
    var path: String?

    @Flag(help: "Refit the decimal constants to the table, with standard errors.")
    var refit = false

    @Flag(help: "Print a CSV of inputs, target, prediction and residual instead of the errors.")
    var values = false

    @OptionGroup(title: "Table") var columns: ColumnOptions
    @OptionGroup(title: "Units") var unit: UnitOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if values && output.json { throw ValidationError("--values prints CSV: it excludes --json.") }
    }

    func run() throws {
        guard let path = try InputPath.resolve(path, command: "eval") else { return }
        let given = try FormulaSource(formula, target: columns.target)
        let table = try unit.apply(
            to: columns.read(
                path, unitsRow: unit.row,
                inUse: Measurements.inUse(target: columns.target, otherwise: given.target, formula: given)))
        let original = try given.expression(columns: table.columnNames)
        let known = given.target.flatMap { table.index(of: $0) == nil ? nil : $0 }
        let target = try Measurements.target(of: table, named: columns.target ?? known)
        guard !original.variables.contains(target.name) else {
            throw DiscoverError.input(
                "eval.target-in-formula", "the formula uses the target '\(target.name)' itself",
                at: SourceLocation(file: "formula"), hint: "choose the column to explain with --target")
        }
        let measurements = try Measurements(
            table, target: target.name, inputs: original.variables.filter { $0 != target.name })
        let trial = FormulaRefit(
            columns: measurements.inputs.map { ($0.name, $0.values) }, target: target.values)

        var expression = original
        var constants: [FittedConstant]?
        var warnings = measurements.warnings
        let others = table.columns.filter { $0.name != target.name }
        let check = ColumnUnits(
            inputs: others, target: target, allowsConstantsWithUnits: !unit.unitlessConstants
        ).units.map { UnitCheck($0) }
        if let violation = check?.violation(of: original) {
            warnings.append("the formula contradicts the units: \(violation.message)")
        }
        if refit {
            let outcome = try trial.refit(original)
            expression = outcome.expression
            let units = check?.constantUnits(of: expression, target: target.name) ?? []
            constants = outcome.constants.enumerated().map { index, constant in
                var constant = constant
                constant.unit = index < units.count ? units[index]?.description : nil
                return constant
            }
            warnings += outcome.warnings
        }
        output.warn(warnings)
        let predictions = try trial.values(of: expression)
        if values {
            let rows = PredictionTable(
                inputNames: measurements.inputs.map(\.name), inputs: measurements.inputValues, targetName: target.name,
                target: target.values, predictions: predictions)
            return try output.deliver(text: { _ in rows.csv }, json: { .null })
        }
        let errors = FormulaErrors(predictions: predictions, target: target.values, rowNumbers: table.rowNumbers)
        let report = EvaluationReport(
            expression: expression, original: original, errors: errors, constants: constants,
            input: measurements.facts(inputs: measurements.inputs.map(\.name)), warnings: warnings)
        try output.deliver(text: report.text, json: { report.json })
        guard errors.rows > 0 else {
            throw DiscoverError.numeric(
                Diagnostic(
                    "eval.undefined", "the formula has no finite value in any row",
                    at: SourceLocation(file: path)))
        }
    }
}
