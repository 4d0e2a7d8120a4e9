import ConservationLaws
import Diagnostics
import Expressions

/// Conditions such as `b = 2*s` between parameters, put in place of the names.
struct ParameterConditions {
    private var replacements: [(name: String, value: Expression)] = []

    /// The names that the conditions replace.
    var names: Set<String> { Set(replacements.map(\.name)) }

    /// Reads conditions.
    ///
    /// - Throws: `DiscoverError.input` for one that is not `name = formula`.
    init(_ conditions: [String], names: Set<String>, parameters: [DynamicalSystem.Parameter], file: String) throws {
        for condition in conditions {
            let sides = condition.split(separator: "=").map { String($0).trimming }
            guard sides.count == 2, parameters.contains(where: { $0.name == sides[0] }) else {
                throw DiscoverError.input(
                    "document.condition", "cannot read the condition '\(condition.prefix(80))'",
                    at: SourceLocation(file: file), hint: "a condition is written name = formula")
            }
            let value = try ExpressionParser(
                variables: names, source: file, options: ParserOptions(decimals: .exact)
            ).parse(sides[1])
            replacements.append((sides[0], value))
        }
    }

    /// A formula on the conditions.
    func applied(to expression: Expression) -> Expression {
        replacements.reduce(expression) { tree, item in
            tree.variables.contains(item.name) ? tree.substituting { $0 == item.name ? item.value : nil } : tree
        }
    }
}

extension ConservationDocument {
    /// What an exact check without a search says about one of the laws, on its conditions.
    ///
    /// - Throws: as the verifications of each kind of system.
    func verdict(on law: ConservedLaw, file: String) throws -> LawVerdict {
        switch subject {
        case .ordinary(var system):
            let conditions = try ParameterConditions(
                law.conditions, names: Set(system.variables + system.parameters.map(\.name)),
                parameters: system.parameters, file: file)
            system.parameters.removeAll { conditions.names.contains($0.name) }
            system.rightHandSides = system.rightHandSides.map(conditions.applied)
            system.constraints = system.constraints.map(conditions.applied)
            let special = law.mapping(conditions.applied)
            return system.kind == .map
                ? try MapVerification(system).verdict(on: special) : try LawVerification(system).verdict(on: special)
        case .fields(var system):
            let conditions = try ParameterConditions(
                law.conditions, names: Set(system.parameters.map(\.name)), parameters: system.parameters, file: file)
            system.parameters.removeAll { conditions.names.contains($0.name) }
            system.equations = system.equations.map {
                .init(left: conditions.applied(to: $0.left), right: conditions.applied(to: $0.right))
            }
            return try FieldVerification(system).verdict(on: law.mapping(conditions.applied))
        }
    }
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
