/// How a table is to be read. The defaults suit files as instruments, spreadsheets and programs write them.
public struct TableOptions: Sendable {
    /// Whether the first row names the columns.
    public enum Header: String, Sendable, CaseIterable {
        /// It does unless all its fields are numbers.
        case detect
        /// It does.
        case present
        /// It does not.
        case absent
    }

    /// What to do about rows with missing values.
    public enum MissingPolicy: String, Sendable, CaseIterable {
        /// Report them and read nothing.
        case error
        /// Leave the rows out and count them.
        case drop
    }

    /// Whether the first row names the columns.
    public var header: Header
    /// What separates fields; nil to find out from the first lines.
    public var delimiter: Delimiter?
    /// What to do about rows with missing values.
    public var missing: MissingPolicy
    /// Texts that stand for a missing value beside the usual ones, such as `-999`.
    public var missingMarkers: [String]
    /// Largest number of bytes that are read, after decompression.
    public var maximumBytes: Int

    /// Whether a row of units stands below the header.
    public enum UnitsRow: String, Sendable, CaseIterable {
        /// It does if none of its fields is a number and all are units or empty.
        case detect
        /// It does, and every field must be a unit or empty.
        case present
        /// It does not.
        case absent
    }

    /// Whether a row of units stands below the header.
    public var unitsRow: UnitsRow = .detect

    /// Chooses among the names of all columns those that will be used; nil for all of them.
    ///
    /// A column that will not be used may hold anything: where it lacks numbers it is left out of the table.
    public var columnsInUse: (@Sendable ([String]) -> Set<String>)?

    /// Name of a column that is read as text whatever it holds, such as the name of a group; it is then not among the
    /// columns of numbers.
    public var labelColumn: String?

    /// Makes options.
    public init(
        header: Header = .detect, delimiter: Delimiter? = nil, missing: MissingPolicy = .error,
        missingMarkers: [String] = [], maximumBytes: Int = 1 << 32,
        columnsInUse: (@Sendable ([String]) -> Set<String>)? = nil
    ) {
        self.header = header
        self.delimiter = delimiter
        self.missing = missing
        self.missingMarkers = missingMarkers
        self.maximumBytes = maximumBytes
        self.columnsInUse = columnsInUse
    }
}
