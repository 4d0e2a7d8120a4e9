import ArgumentParser
import Datasets
import Diagnostics
import Expressions

/// The options that say in which units the columns of a table are.
struct UnitOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Units of columns, such as 'x=m,t=s,F=kg m^2 s^-2'. (default: those in the header, 'v (m/s)')",
            valueName: "list"))
    var units: String?

    @Flag(help: "The row below the header holds units. (default: if all its fields are units)")
    var unitsRow = false

    @Flag(help: "Take no notice of units.")
    var noUnits = false

    @Flag(help: "Decimal constants are plain numbers: none may carry a unit, as constants of nature do.")
    var unitlessConstants = false

    func validate() throws {
        if noUnits, units != nil { throw ValidationError("--units and --no-units exclude each other.") }
    }

    /// Whether a row of units is looked for.
    var row: TableOptions.UnitsRow { unitsRow ? .present : .detect }

    /// The table with the units that the options give or take away.
    ///
    /// - Throws: `DiscoverError` for a column that does not exist and for a unit that cannot be read, with the part of it.
    func apply(to table: Table) throws -> Table {
        var table = table
        if noUnits {
            for index in table.columns.indices { table.columns[index].unit = nil }
        }
        guard let units else { return table }
        var seen: Set<String> = []
        for entry in NameList.names(units) {
            guard let split = entry.lastIndex(of: "=") else {
                throw DiscoverError.usage(
                    Diagnostic(
                        "usage.units", "--units holds '\(entry)', which is no name=unit",
                        hint: "write pairs such as x=m,t=s,v=m/s; 1 is the unit of a plain number"))
            }
            let name = Self.trimmed(entry[..<split])
            let text = Self.trimmed(entry[entry.index(after: split)...])
            _ = try Measurements.column(of: table, named: name)
            guard seen.insert(name).inserted else {
                throw DiscoverError.usage(Diagnostic("usage.units", "--units gives '\(name)' two units"))
            }
            do {
                _ = try PhysicalUnit(parsing: text)
            } catch {
                throw DiscoverError.usage(error.diagnostic(about: "the unit of '\(name)' in --units", at: nil))
            }
            if let index = table.index(of: name) { table.columns[index].unit = text }
        }
        return table
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
