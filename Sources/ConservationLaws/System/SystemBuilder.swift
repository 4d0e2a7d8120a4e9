import Diagnostics
import ExactAlgebra
import Expressions

/// The state of reading one system.
struct SystemBuilder {
    let source: String
    var problems: [Diagnostic] = []
    var variables: [String] = []
    var equations: [(variable: String, right: PlacedText?)] = []
    var parameters: [DynamicalSystem.Parameter] = []
    private var definitions: [String: Expression] = [:]
    /// Where each name was introduced.
    var introduced: [String: PlacedText] = [:]
    /// Whether unknown names on right-hand sides may be multipliers, which constraints determine.
    private var mayHaveMultipliers = false
    private var multipliers: [(name: String, problem: Diagnostic)] = []

    init(source: String) { self.source = source }

    mutating func build(_ text: String) throws -> DynamicalSystem {
        var reader = StatementReader(source: source)
        let statements = reader.statements(of: text)
        problems = reader.problems
        if statements.isEmpty, problems.isEmpty {
            throw DiscoverError.input(
                "system.empty", "the text is empty, expected equations", at: SourceLocation(file: source),
                hint: "a system is a line per variable, such as x' = a*x - x*y")
        }
        for statement in statements {
            switch statement {
            case .reaction: return try buildReactions(statements)
            case .mapEquation: return try buildMap(statements)
            case .generator(let name, let value):
                return try buildMechanics(statements, generator: name, value)
            case .pairs(let pieces):
                if !statements.contains(where: { if case .generator = $0 { true } else { false } }) {
                    report(
                        "system.pairs", "pairs of coordinates and momenta without a Hamiltonian", pieces[0],
                        hint: "add a line H = ...")
                }
            default: break
            }
        }
        for statement in statements { introduce(statement) }
        if variables.isEmpty, problems.isEmpty {
            throw DiscoverError.input(
                "system.no-equations", "no equation was found", at: SourceLocation(file: source),
                hint: "a system is a line per variable, such as x' = a*x - x*y")
        }
        if variables.count > SystemParser.variableLimit {
            throw DiscoverError.input(
                "system.too-large", "\(variables.count) variables, expected at most \(SystemParser.variableLimit)",
                at: SourceLocation(file: source))
        }
        for statement in statements { define(statement) }
        mayHaveMultipliers = statements.contains { if case .constraint = $0 { true } else { false } }
        let sides = equations.map { equation in
            equation.right.map { read($0, extra: []) } ?? .variable(equation.variable)
        }
        mayHaveMultipliers = false
        var constraints: [(expression: Expression, place: PlacedText)] = []
        for case .constraint(let left, let right) in statements {
            let leftSide = read(left, extra: [])
            guard let right else {
                constraints.append((leftSide, left))
                continue
            }
            let rightSide = read(right, extra: [])
            constraints.append((SystemBuilder.difference(leftSide, rightSide), left))
        }
        try stopIfNeeded()
        var system = DynamicalSystem(
            variables: variables, rightHandSides: sides, parameters: parameters,
            constraints: constraints.map(\.expression))
        system.multipliers = multipliers.map(\.name)
        let checks = SystemChecks(system: system, source: source)
        problems = checks.problems(
            equations: equations.map { ($0.variable, $0.right) }, constraints: constraints.map(\.place))
        try stopIfNeeded()
        let meaningful = checks.constraintsThatSaySomething
        system.constraintLocations = meaningful.map { constraints[$0].place.location(in: source) }
        system.constraints = meaningful.map { constraints[$0].expression }
        if !multipliers.isEmpty, (try? PolynomialSystem(system)) == nil {
            problems = multipliers.map(\.problem)
            try stopIfNeeded()
        }
        return system
    }

    /// The difference of two sides as one flat sum.
    private static func difference(_ left: Expression, _ right: Expression) -> Expression {
        if right == .zero { return left }
        var terms = [left]
        if case .sum(let inner) = left { terms = inner }
        if case .rational(let number) = right, let negated = number.negated {
            return .sum(terms + [.rational(negated)])
        }
        return .sum(terms + [-right])
    }

    func stopIfNeeded() throws {
        guard !problems.isEmpty else { return }
        let sorted = problems.enumerated().sorted { left, right in
            func key(_ item: (offset: Int, element: Diagnostic)) -> [Int] {
                [item.element.location?.row ?? 0, item.element.location?.column ?? 0, item.offset]
            }
            return key(left).lexicographicallyPrecedes(key(right))
        }
        throw DiscoverError.input(sorted.prefix(SystemParser.problemLimit).map { $0.element })
    }

    mutating func report(_ code: String, _ message: String, _ place: PlacedText, hint: String? = nil) {
        problems.append(Diagnostic(code, message, at: place.location(in: source), hint: hint))
    }

    /// First pass: the names of variables, which equations may use before they are introduced.
    mutating func introduce(_ statement: SystemStatement) {
        switch statement {
        case .equation(let variable, let order, let left, let right):
            if let earlier = introduced[variable] {
                report(
                    "system.duplicate-equation",
                    "a second equation for \(variable), the first one is in line \(earlier.row)", left,
                    hint: "one equation per variable, for its highest derivative")
                return
            }
            guard order <= 20 else {
                report("system.order", "a derivative of order \(order), expected at most 20", left)
                return
            }
            introduced[variable] = left
            for index in 0..<order {
                let name = variable + String(repeating: "'", count: index)
                variables.append(name)
                let next = name + "'"
                equations.append((index + 1 < order ? next : name, index + 1 < order ? nil : right))
            }
        case .parameter(let name, _): introduce(name, as: "parameter")
        case .definition(let name, _): introduce(name, as: "abbreviation")
        case .constraint, .fieldEquation, .generator, .pairs, .reaction, .mapEquation: break
        }
    }

    private mutating func introduce(_ name: PlacedText, as kind: String) {
        if let earlier = introduced[name.text] {
            report(
                "system.duplicate-name", "the name \(name.text) is given twice, first in line \(earlier.row)", name,
                hint: "rename the \(kind)")
        } else {
            introduced[name.text] = name
        }
    }

    /// Second pass: values of parameters and abbreviations, in their order.
    mutating func define(_ statement: SystemStatement) {
        switch statement {
        case .parameter(let name, let value):
            var exact: Expression?
            if let value {
                let known = parameters.filter { $0.value != nil }.map(\.name)
                let tree = read(value, allowed: Set(known)).substituting { other in
                    parameters.first { $0.name == other }?.value
                }
                exact = number(tree, of: name.text, at: value)
            }
            parameters.append(.init(name: name.text, value: exact))
        case .definition(let name, let value):
            definitions[name.text] = read(value, extra: [])
        case .equation, .constraint, .fieldEquation, .generator, .pairs, .reaction, .mapEquation: break
        }
    }

    private mutating func number(_ tree: Expression, of name: String, at place: PlacedText) -> Expression? {
        do {
            let function = try PolynomialReader(ring: PolynomialRing([])).read(tree)
            return function.constant.map { LawWriter.number($0) }
        } catch {
            var problem = error
            if case .unknownName(let constant) = error { problem = .irrational(constant) }
            problems.append(problem.diagnostic(in: "the value of \(name)", at: place.location(in: source)))
            return nil
        }
    }

    /// Reads a formula in all the names introduced; abbreviations are replaced.
    mutating func read(_ place: PlacedText, extra: Set<String>) -> Expression {
        let names = Set(variables + parameters.map(\.name)).union(definitions.keys)
        let later = introduced.keys.filter { !names.contains($0) }
        let tree = read(place, allowed: names, later: Set(later))
        let expanded = tree.substituting { definitions[$0] }
        if !definitions.isEmpty, expanded.exceeds(nodes: 100_000, depth: 1_000) {
            report("system.too-large", "the formula is too large with its abbreviations replaced", place)
            return .zero
        }
        return expanded
    }

    private mutating func read(_ place: PlacedText, allowed: Set<String>, later: Set<String> = []) -> Expression {
        let all = NameScanner.occurrences(in: place.text)
        let options = ParserOptions(decimals: .exact)
        // Names that the parser would refuse are reported here, all of them, with a better hint.
        let names = allowed.union(all.filter { !$0.isCalled && !SystemBuilder.isConstant($0.name) }.map(\.name))
        let tree: Expression
        do {
            tree = try ExpressionParser(
                variables: names, source: source, row: place.row, columnOffset: place.offset, options: options
            ).parse(place.text)
        } catch {
            problems += error.diagnostics
            return .zero
        }
        var seen: Set<String> = []
        for occurrence in all where names.contains(occurrence.name) && !allowed.contains(occurrence.name) {
            guard !occurrence.isCalled, seen.insert(occurrence.name).inserted else { continue }
            let problem = Diagnostic(
                "system.unknown-name", "unknown name '\(occurrence.name.prefix(80))'",
                at: place.location(in: source, at: occurrence.position),
                hint: hint(for: occurrence.name, allowed: allowed, later: later))
            if mayHaveMultipliers, !occurrence.name.hasSuffix("'"), !later.contains(occurrence.name) {
                if !multipliers.contains(where: { $0.name == occurrence.name }) {
                    multipliers.append((occurrence.name, problem))
                }
            } else {
                problems.append(problem)
            }
        }
        return tree
    }

    private static func isConstant(_ name: String) -> Bool { ["pi", "π", "e", "E"].contains(name) }

    private func hint(for name: String, allowed: Set<String>, later: Set<String>) -> String {
        if later.contains(name) { return "\(name) is introduced further down: move its line up" }
        if name.hasSuffix("'"), variables.contains(String(name.prefix { $0 != "'" })) {
            return "\(name) is not a state variable; write the right-hand side of its equation instead"
        }
        if name.hasSuffix("'") { return "an equation for \(name)' is missing" }
        if let suggestion = NameSuggestion.closest(to: name, among: allowed.sorted()) {
            return "did you mean '\(suggestion)'? For a symbol: param \(name)"
        }
        if name == "t" { return "explicit time: add the equation t' = 1; for a symbol: param t" }
        if name.contains("_"), let last = name.last, "txyz".contains(last), name.count > 2 {
            return "partial derivatives need equations such as u_t = ...; for a symbol: param \(name)"
        }
        return "param \(name), or an equation \(name)' = ..."
    }
}
