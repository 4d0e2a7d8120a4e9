import Diagnostics

/// Measurements: named columns of finite numbers, all of the same length.
public struct Table: Sendable {
    /// The columns in the order of the input, at least one.
    public var columns: [TableColumn]
    /// For every row where it stood in the input: the line of a text, the index of an HDF5 dataset, from 1.
    public var rowNumbers: [Int]
    /// Rows that the input had, those with missing values included.
    public var rowsRead: Int
    /// Rows left out because of missing values.
    public var rowsDropped: Int
    /// For every column with missing values, its name and how many rows lack it; in column order.
    public var missingCounts: [MissingCount]
    /// Names of columns that hold text only, such as labels, and so are not among `columns`.
    public var textColumns: [String]
    /// The fields of the column that was asked for with `TableOptions.labelColumn`, one per row; nil when none was.
    public var labels: [String]?
    /// Whether names came from the input; without a header they are `x1`, `x2`, … and `y` for the last.
    public var hasHeader: Bool
    /// Where the table came from; nil for one made by the program.
    public var source: TableSource?
    /// What the user should know although the table is usable.
    public var warnings: [Diagnostic]

    /// How many rows lack a value in a column.
    public struct MissingCount: Hashable, Sendable {
        /// Name of the column.
        public var column: String
        /// Number of rows without a value there.
        public var rows: Int

        /// Makes a count.
        public init(column: String, rows: Int) {
            self.column = column
            self.rows = rows
        }
    }

    /// Makes a table from columns; all must have the same length.
    public init(columns: [TableColumn], source: TableSource? = nil) {
        let rows = columns.first?.values.count ?? 0
        precondition(columns.allSatisfy { $0.values.count == rows }, "columns of a table have one length")
        self.columns = columns
        rowNumbers = rows == 0 ? [] : Array(1...rows)
        rowsRead = rows
        rowsDropped = 0
        missingCounts = []
        textColumns = []
        hasHeader = true
        self.source = source
        warnings = []
    }

    /// Number of rows.
    public var rowCount: Int { columns.first?.values.count ?? 0 }

    /// Number of columns.
    public var columnCount: Int { columns.count }

    /// Names of the columns in order.
    public var columnNames: [String] { columns.map(\.name) }

    /// Position of the column with a name, nil when there is none.
    public func index(of name: String) -> Int? { columns.firstIndex { $0.name == name } }

    /// The column with a name.
    ///
    /// - Throws: `DiscoverError.input` with the names that exist when there is none.
    public func column(named name: String) throws(DiscoverError) -> TableColumn {
        if let index = index(of: name) { return columns[index] }
        var hint = "columns are \(columns.prefix(20).map { "'\($0.name)'" }.joined(separator: ", "))"
        if columns.count > 20 { hint += " and \(columns.count - 20) more" }
        let close = columns.first { $0.name.lowercased() == name.lowercased() }
        if let close { hint = "did you mean '\(close.name)'?" }
        if textColumns.contains(name) { hint = "that column holds text, not numbers" }
        throw .input(
            "table.unknown-column", "there is no column of numbers named '\(name)'",
            at: source.map { SourceLocation(file: $0.path) }, hint: hint)
    }

    /// The numbers of one row, in column order.
    public func row(_ index: Int) -> [Double] { columns.map { $0.values[index] } }
}
