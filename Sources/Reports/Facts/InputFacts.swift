/// What was read, so that a result can be traced to its data.
public struct InputFacts: Sendable, Equatable {
    /// Path as the user gave it, `-` for standard input.
    public var path: String
    /// SHA-256 of the bytes of the file, lower-case hexadecimal.
    public var sha256: String
    /// Rows of the file, header not counted.
    public var rows: Int
    /// Rows that took part.
    public var used: Int
    /// Rows left out because of missing values.
    public var dropped: Int
    /// Names of the columns that served as inputs, in the order of the file.
    public var columns: [String]
    /// Name of the target column.
    public var target: String
    /// Units of the columns and, last, of the target, nil for those not known; nil when units played no part.
    public var units: [String?]?

    /// Makes a record of an input.
    public init(
        path: String, sha256: String, rows: Int, used: Int, dropped: Int, columns: [String], target: String,
        units: [String?]? = nil
    ) {
        self.path = path
        self.sha256 = sha256
        self.rows = rows
        self.used = used
        self.dropped = dropped
        self.columns = columns
        self.target = target
        self.units = units
    }

    /// The `input` object of the result documents.
    var json: JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("path", .string(path)), ("sha256", .string(sha256)), ("rows", .integer(rows)), ("used", .integer(used)),
            ("dropped", .integer(dropped)), ("columns", .strings(columns)), ("target", .string(target)),
        ]
        if let units {
            members.append(
                ("units", .object(zip(columns + [target], units).map { ($0, $1.map(JSONValue.string) ?? .null) })))
        }
        return .object(members)
    }
}
