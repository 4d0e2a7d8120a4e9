/// Name and version of this program.
public enum ToolFacts {
    /// Name of the command.
    public static let name = "discover"
    /// Version, `major.minor.patch`.
    public static let version = "0.1.0"

    /// The `tool` object of the result documents.
    static var json: JSONValue { .object([("name", .string(name)), ("version", .string(version))]) }
}
