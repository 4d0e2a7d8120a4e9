import Diagnostics

/// Reads systems of differential equations that people type, see docs/file-formats-systems.md.
public enum SystemParser {
    /// Largest number of state variables.
    static let variableLimit = 200
    /// Largest number of problems reported at once.
    static let problemLimit = 20

    /// Reads a system.
    ///
    /// - Parameters:
    ///   - text: lines such as `x' = a*x - x*y`, `param a = 3/2`, `constraint x^2 + y^2 = 1`, `let r2 = x^2 + y^2`.
    ///   - source: path or label of the text in error messages.
    /// - Throws: `DiscoverError.input` with up to twenty problems, each with its place: unknown or repeated names,
    ///   right-hand sides that are not polynomial, divisions by zero, partial differential equations, ...
    public static func parse(text: String, source: String) throws -> DynamicalSystem {
        var builder = SystemBuilder(source: source)
        return try builder.build(text)
    }

    /// A system of any kind that is understood.
    public enum AnySystem: Sendable {
        /// Ordinary differential equations.
        case ordinary(DynamicalSystem)
        /// Partial differential equations.
        case fields(FieldSystem)
    }

    /// Reads a system of whatever kind the text holds.
    ///
    /// - Throws: as `parse(text:source:)`.
    public static func parseAny(text: String, source: String) throws -> AnySystem {
        if FieldSystemBuilder.isPartial(text) {
            var builder = FieldSystemBuilder(source: source)
            return .fields(try builder.build(text))
        }
        return .ordinary(try parse(text: text, source: source))
    }
}
