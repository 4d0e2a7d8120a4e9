import ConservationLaws
import Diagnostics
import Expressions

/// A result of `discover conserve --json`, read back: the system and its laws with their certificates.
public struct ConservationDocument: Sendable {
    /// What the laws are about.
    public enum Subject: Sendable {
        /// Ordinary differential equations or a map.
        case ordinary(DynamicalSystem)
        /// Partial differential equations.
        case fields(FieldSystem)
    }

    /// One law of the document.
    public struct Law: Sendable {
        /// The formula as text.
        public var text: String
        /// The law.
        public var law: ConservedLaw
    }

    /// What the laws are about.
    public var subject: Subject
    /// The laws, those with the time and those on conditions last.
    public var laws: [Law]
    /// How many laws are findings about numbers, which cannot be proved.
    public var numericCount: Int

    /// Reads a document.
    ///
    /// - Throws: `DiscoverError.input` when it is no result about a system of equations.
    public init(_ document: JSONValue, file: String) throws {
        let reader = DocumentReader(file: file)
        guard document["schema"]?.stringValue == "discover.conserve/1", let system = document["system"] else {
            throw reader.failure("\"schema\": \"discover.conserve/1\"")
        }
        switch system["kind"]?.stringValue {
        case "ode": subject = .ordinary(try reader.system(system, kind: .ordinary))
        case "map": subject = .ordinary(try reader.system(system, kind: .map))
        case "pde": subject = .fields(try reader.fields(system))
        case "trajectories":
            throw DiscoverError.input(
                "document.kind", "laws found in measurements have no equations with which they could be proved",
                at: SourceLocation(file: file),
                hint:
                    "test them on new runs with discover conserve NEW.csv, or prove laws of the equations that fit the "
                    + "runs: discover conserve RUNS.csv --equations --json --output law.json")
        default: throw reader.failure("the kind of the system")
        }
        let all = ["laws", "timeDependentLaws", "conditionalLaws"].flatMap { document.list($0) }
        let exact = all.filter { $0["certificate"]?["kind"]?.stringValue != "numeric" }
        numericCount = all.count - exact.count + document.list("approximateLaws").count
        let names = reader.names(of: system)
        laws = try exact.map { try reader.law($0, names) }
    }
}

/// Reads the parts of a document.
private struct DocumentReader {
    let file: String

    func failure(_ what: String) -> DiscoverError {
        .input(
            "document.conserve", "\(what) is missing or not as expected", at: SourceLocation(file: file),
            hint: "make it with discover conserve SYSTEM --json --output law.json")
    }

    private func text(_ value: JSONValue, _ key: String, _ what: String) throws -> String {
        guard let text = value[key]?.stringValue else { throw failure(what) }
        return text
    }

    /// The formula; names of derivatives such as `u_xx` are found in the text itself.
    private func read(_ text: String, _ names: Set<String>) throws -> Expression {
        let derivatives = FieldSystem.derivativeNames(in: text, of: names)
        return try ExpressionParser(
            variables: names.union(derivatives), source: file, options: ParserOptions(decimals: .exact)
        ).parse(text)
    }

    func names(of system: JSONValue) -> Set<String> {
        Set(
            system.texts("variables") + system.texts("multipliers") + system.texts("independent")
                + system.list("parameters").compactMap { $0["name"]?.stringValue } + ["t"])
    }

    private func parameters(_ system: JSONValue) throws -> [DynamicalSystem.Parameter] {
        try system.list("parameters").map { item in
            let value = try item["value"]?.stringValue.map { try read($0, []) }
            return .init(name: try text(item, "name", "the name of a parameter"), value: value)
        }
    }

    func system(_ system: JSONValue, kind: DynamicalSystem.Kind) throws -> DynamicalSystem {
        let variables = system.texts("variables")
        let names = names(of: system)
        let equations = system.list("equations").compactMap { $0["derivative"]?.stringValue }
        guard !variables.isEmpty, equations.count == variables.count else { throw failure("\"equations\"") }
        var result = DynamicalSystem(
            variables: variables, rightHandSides: try equations.map { try read($0, names) },
            parameters: try parameters(system),
            constraints: try system.texts("constraints").map { try read($0, names) })
        result.multipliers = system.texts("multipliers")
        result.kind = kind
        return result
    }

    func fields(_ system: JSONValue) throws -> FieldSystem {
        let (fields, independent) = (system.texts("variables"), system.texts("independent"))
        let names = names(of: system)
        guard !fields.isEmpty, independent.first == "t" else { throw failure("\"variables\" or \"independent\"") }
        let equations = try system.list("equations").map { item in
            FieldSystem.Equation(
                left: try read(try text(item, "left", "\"equations\""), names),
                right: try read(try text(item, "right", "\"equations\""), names))
        }
        return FieldSystem(
            fields: fields, independentVariables: independent, equations: equations,
            parameters: try parameters(system))
    }

    func law(_ item: JSONValue, _ names: Set<String>) throws -> ConservationDocument.Law {
        func formula(_ value: JSONValue, _ key: String) throws -> Expression {
            try read(try text(value, key, "the formula of a law or its certificate"), names)
        }
        let certificate = item["certificate"] ?? .object([])
        var proof = ConservedLaw.Certificate(
            kind: .exact, identity: certificate["identity"]?.stringValue ?? "",
            gradient: try certificate.list("gradient").map {
                (try text($0, "variable", "\"gradient\""), try formula($0, "derivative"))
            })
        proof.cofactors = try certificate.list("cofactors").map {
            (try formula($0, "function"), try formula($0, "cofactor"))
        }
        proof.multipliers = try certificate.list("multipliers").map {
            (try formula($0, "constraint"), try formula($0, "multiplier"))
        }
        if certificate["factor"]?.stringValue != nil { proof.factor = try formula(certificate, "factor") }
        var law = ConservedLaw(
            expression: try formula(item, "expression"), degree: 0, terms: 0, conditions: item.texts("conditions"),
            certificate: proof)
        law.fluxes = try item.list("flux").map {
            (try text($0, "variable", "\"flux\""), try formula($0, "expression"))
        }
        law.multipliers = try item.list("multipliers").map {
            (try text($0, "equation", "\"multipliers\""), try formula($0, "expression"))
        }
        return .init(text: try text(item, "expression", "the formula of a law"), law: law)
    }
}

extension JSONValue {
    /// The elements of an array member, none when it is missing.
    fileprivate func list(_ key: String) -> [JSONValue] { self[key]?.arrayValue ?? [] }

    /// The texts of an array member.
    fileprivate func texts(_ key: String) -> [String] { list(key).compactMap(\.stringValue) }
}
