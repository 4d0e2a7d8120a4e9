import ArgumentParser
import Datasets
import Diagnostics
import Reports

/// The options that say how much each row of a table counts.
struct WeightOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Column with the standard deviation of the target in each row, in its unit.", valueName: "name"))
    var sigma: String?

    @Option(
        help: ArgumentHelp(
            "Column with relative weights of the rows, 1/sigma^2 up to a factor; 0 leaves a row out.",
            valueName: "name"))
    var weights: String?

    func validate() throws {
        if sigma != nil, weights != nil { throw ValidationError("--sigma and --weights exclude each other.") }
    }

    /// Name of the column that holds sigma or weights, nil when all rows count the same.
    var column: String? { sigma ?? weights }

    /// The table without the rows of weight 0, and the standard deviations of the others.
    ///
    /// - Throws: `DiscoverError.input` for an unknown column, for a value that is not positive (weights: is negative), with
    ///   its line.
    func apply(to table: Table) throws -> WeightedTable {
        guard let name = column else { return WeightedTable(table: table) }
        let option = sigma == nil ? "--weights" : "--sigma"
        let values = try Measurements.column(of: table, named: name).values
        let least = sigma == nil ? "at least 0" : "above 0"
        let problems = values.indices.filter { sigma == nil ? values[$0] < 0 : values[$0] <= 0 }.prefix(20).map {
            Diagnostic(
                "table.bad-weight",
                "'\(name)' is \(DecimalText.short(values[$0])), and \(option) needs numbers \(least)",
                at: SourceLocation(file: table.source?.path ?? "-", row: table.rowNumbers[$0]))
        }
        guard problems.isEmpty else { throw DiscoverError.input(Array(problems)) }
        if sigma != nil { return WeightedTable(table: table, sigma: values, isAbsolute: true) }
        return WeightedTable(table: table, weights: values, column: name)
    }
}
