import ArgumentParser
import Datasets

/// The options that say how a table is read and which column is to be explained.
struct ColumnOptions: ParsableArguments {
    /// What to do with rows that have missing values.
    enum Missing: String, ExpressibleByArgument, CaseIterable {
        /// Refuse the table.
        case error
        /// Leave the rows out and say how many.
        case drop
    }

    @Option(
        help: ArgumentHelp(
            "Column to explain; for fit several, separated by commas. (default: the last one)", valueName: "name"))
    var target: String?

    @Option(help: "What to do with rows that have missing values.")
    var missing: Missing = .error

    /// The table at a path, or on standard input for `-`.
    ///
    /// - Parameters:
    ///   - unitsRow: whether the row below the header holds units.
    ///   - labels: a column to be read as text, see `TableOptions.labelColumn`.
    ///   - inUse: chooses among the names of all columns those that will be used; the others may lack numbers.
    func read(
        _ path: String, unitsRow: TableOptions.UnitsRow = .detect, labels: String? = nil,
        inUse: @escaping @Sendable ([String]) -> Set<String>
    ) throws -> Table {
        var options = Datasets.TableOptions()
        options.unitsRow = unitsRow
        options.missing = missing == .drop ? .drop : .error
        options.columnsInUse = inUse
        options.labelColumn = labels
        return try TableReader.read(path: path, options: options)
    }
}
