import Diagnostics

/// A collection of known laws, kept as two tables: the laws, and their variables.
///
/// The table of laws has the columns `law`, `output`, `unit`, `formula` and `textbook`; the table of variables has
/// `law`, `variable`, `low`, `high` and `unit`, in the order of the variables. Formulas are not parsed here.
public struct LawCatalogue: Sendable {
    /// The laws in the order of their table.
    public var laws: [CataloguedLaw]

    /// Makes a catalogue.
    public init(laws: [CataloguedLaw]) { self.laws = laws }

    /// The law with an identifier, nil when there is none.
    public func law(_ identifier: String) -> CataloguedLaw? { laws.first { $0.identifier == identifier } }

    /// Reads a catalogue from two files.
    ///
    /// - Parameters:
    ///   - laws: path of the table of laws.
    ///   - variables: path of the table of variables.
    /// - Throws: `DiscoverError.input` with all problems found.
    public static func read(laws: String, variables: String) throws(DiscoverError) -> LawCatalogue {
        let limit = TableOptions().maximumBytes
        return try read(
            laws: try InputBytes.read(path: laws, maximumBytes: limit), lawsPath: laws,
            variables: try InputBytes.read(path: variables, maximumBytes: limit), variablesPath: variables)
    }

    /// Reads a catalogue from the bytes of its two tables; the paths are for messages.
    ///
    /// - Throws: `DiscoverError.input` with all problems found: laws or variables that occur twice, variables of
    ///   unknown laws, bounds that are not numbers or not in order, laws without variables.
    public static func read(
        laws: [UInt8], lawsPath: String, variables: [UInt8], variablesPath: String
    ) throws(DiscoverError) -> LawCatalogue {
        var problems: [Diagnostic] = []
        var catalogue = LawCatalogue(laws: [])
        var positions: [String: Int] = [:]
        let lawRecords = try TextRecords.read(
            laws, expected: ["law", "output", "unit", "formula", "textbook"], path: lawsPath)
        for record in lawRecords {
            let law = CataloguedLaw(
                identifier: record["law"], textbook: record["textbook"], output: record["output"], unit: record["unit"],
                formula: record["formula"], variables: [])
            if positions[law.identifier] != nil {
                problems.append(
                    Diagnostic(
                        "catalogue.duplicate-law", "law '\(law.identifier)' occurs twice",
                        at: SourceLocation(file: lawsPath, row: record.line)))
                continue
            }
            positions[law.identifier] = catalogue.laws.count
            catalogue.laws.append(law)
        }
        let variableRecords = try TextRecords.read(
            variables, expected: ["law", "variable", "low", "high", "unit"], path: variablesPath)
        for record in variableRecords {
            let place = SourceLocation(file: variablesPath, row: record.line)
            guard let position = positions[record["law"]] else {
                problems.append(
                    Diagnostic("catalogue.unknown-law", "there is no law '\(record["law"])'", at: place))
                continue
            }
            if let problem = add(record, to: &catalogue.laws[position]) {
                problems.append(Diagnostic("catalogue.bad-variable", problem, at: place))
            }
        }
        for (law, record) in zip(catalogue.laws, lawRecords) where law.variables.isEmpty && problems.isEmpty {
            problems.append(
                Diagnostic(
                    "catalogue.no-variables", "law '\(law.identifier)' has no variables",
                    at: SourceLocation(file: lawsPath, row: record.line)))
        }
        guard problems.isEmpty else {
            throw .input(TableProblems.capped(problems, location: SourceLocation(file: variablesPath)))
        }
        return catalogue
    }

    /// Adds the variable of a record to its law, or says what is wrong with it.
    private static func add(_ record: TextRecords.Record, to law: inout CataloguedLaw) -> String? {
        let name = record["variable"]
        guard !name.isEmpty, !law.variables.contains(where: { $0.name == name }) else {
            return "variable '\(name)' of law '\(law.identifier)' has no name or occurs twice"
        }
        guard case .number(let low) = NumberField.classify(record["low"], markers: []),
            case .number(let high) = NumberField.classify(record["high"], markers: []), low <= high
        else { return "the bounds '\(record["low"])' and '\(record["high"])' are not two numbers in order" }
        law.variables.append(LawVariable(name: name, range: low...high, unit: record["unit"]))
        return nil
    }
}

extension TextRecords.Record {
    /// The field of a column; empty when there is none, which the header check rules out.
    fileprivate subscript(_ name: String) -> String { fields[name] ?? "" }
}
