import ConservationLaws
import Diagnostics
import Expressions

/// A result of `discover conserve --json`, read back: the system and its laws.
public struct ConservationDocument: Sendable {
    /// One law of the document.
    public struct Law: Sendable {
        /// The formula as text.
        public var text: String
        /// The formula as a tree.
        public var expression: Expression
        /// Conditions such as `b = 2*s`, under which it holds.
        public var conditions: [String]
    }

    /// The system of the document.
    public var system: DynamicalSystem
    /// Its laws, those with the time last.
    public var laws: [Law]

    /// Reads a document.
    ///
    /// - Throws: `DiscoverError.input` when it is no result about ordinary differential equations.
    public init(_ document: JSONValue, file: String) throws {
        func fail(_ what: String) -> DiscoverError {
            .input(
                "document.conserve", "\(what) is missing or not as expected", at: SourceLocation(file: file),
                hint: "make it with discover conserve SYSTEM --json --output law.json")
        }
        guard document["schema"]?.stringValue == "discover.conserve/1", let system = document["system"] else {
            throw fail("\"schema\": \"discover.conserve/1\"")
        }
        guard system["kind"]?.stringValue == "ode" else {
            throw DiscoverError.input(
                "document.kind", "only laws of ordinary differential equations can be checked again",
                at: SourceLocation(file: file))
        }
        let variables = ConservationDocument.texts(system["variables"])
        let multipliers = ConservationDocument.texts(system["multipliers"])
        var parameters: [(name: String, value: String?)] = []
        for item in ConservationDocument.list(system["parameters"]) {
            guard let name = item["name"]?.stringValue else { throw fail("the name of a parameter") }
            parameters.append((name, item["value"]?.stringValue))
        }
        let names = Set(variables + multipliers + parameters.map(\.name) + ["t"])
        func read(_ text: String) throws -> Expression {
            try ExpressionParser(variables: names, source: file, options: ParserOptions(decimals: .exact)).parse(text)
        }
        let equations = ConservationDocument.list(system["equations"]).compactMap { $0["derivative"]?.stringValue }
        guard !variables.isEmpty, equations.count == variables.count else { throw fail("\"equations\"") }
        var result = DynamicalSystem(
            variables: variables, rightHandSides: try equations.map(read),
            parameters: try parameters.map { .init(name: $0.name, value: try $0.value.map(read)) },
            constraints: try ConservationDocument.texts(system["constraints"]).map(read))
        result.multipliers = multipliers
        self.system = result
        let all = ["laws", "timeDependentLaws", "conditionalLaws"].flatMap { ConservationDocument.list(document[$0]) }
        laws = try all.map { item in
            guard let text = item["expression"]?.stringValue else { throw fail("the formula of a law") }
            return Law(
                text: text, expression: try read(text), conditions: ConservationDocument.texts(item["conditions"]))
        }
    }

    /// The system with a condition `name = formula` put in place of the name.
    public func system(under conditions: [String], file: String) throws -> (DynamicalSystem, (Expression) -> Expression)
    {
        var result = system
        var replacements: [(name: String, value: Expression)] = []
        let names = Set(system.variables + system.parameters.map(\.name))
        for condition in conditions {
            let sides = condition.split(separator: "=").map { String($0).trimming }
            guard sides.count == 2, result.parameters.contains(where: { $0.name == sides[0] }) else {
                throw DiscoverError.input(
                    "document.condition", "cannot read the condition '\(condition.prefix(80))'",
                    at: SourceLocation(file: file), hint: "a condition is written name = formula")
            }
            let value = try ExpressionParser(
                variables: names, source: file, options: ParserOptions(decimals: .exact)
            ).parse(sides[1])
            replacements.append((sides[0], value))
            result.parameters.removeAll { $0.name == sides[0] }
        }
        let fixed = replacements
        func special(_ expression: Expression) -> Expression {
            fixed.reduce(expression) { tree, item in tree.substituting { $0 == item.name ? item.value : nil } }
        }
        result.rightHandSides = result.rightHandSides.map(special)
        result.constraints = result.constraints.map(special)
        return (result, special)
    }

    private static func list(_ value: JSONValue?) -> [JSONValue] {
        guard case .array(let items)? = value else { return [] }
        return items
    }

    private static func texts(_ value: JSONValue?) -> [String] { list(value).compactMap(\.stringValue) }
}

extension String {
    /// The text without blanks at its ends.
    fileprivate var trimming: String {
        var slice = Substring(self)
        while slice.first?.isWhitespace == true { slice.removeFirst() }
        while slice.last?.isWhitespace == true { slice.removeLast() }
        return String(slice)
    }
}
