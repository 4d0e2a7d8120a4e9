import Diagnostics
import ExactAlgebra
import Expressions

/// Reads partial differential equations that people type.
struct FieldSystemBuilder {
    /// Largest number of fields.
    static let fieldLimit = 20

    let source: String
    private var problems: [Diagnostic] = []

    init(source: String) { self.source = source }

    /// Whether a text holds partial derivatives by time and no ordinary ones.
    static func isPartial(_ text: String) -> Bool {
        var reader = StatementReader(source: "")
        reader.readsFields = true
        var declared: Set<String> = []
        var hasPartial = false
        for statement in reader.statements(of: text) {
            switch statement {
            case .parameter(let name, _): declared.insert(name.text)
            case .fieldEquation(let left, let right):
                if case .derivative = EquationSide.read(left.text) { return false }
                let sides = [left.text] + (right.map { [$0.text] } ?? [])
                hasPartial =
                    hasPartial || left.text.contains("∂")
                    || sides.contains { side in
                        NameScanner.occurrences(in: side).contains { occurrence in
                            !declared.contains(occurrence.name)
                                && (DerivativeName.read(occurrence.name).map { $0.orders[0] > 0 } ?? false)
                        }
                    }
            default: break
            }
        }
        return hasPartial
    }

    /// Reads the text.
    mutating func build(_ text: String) throws -> FieldSystem {
        var reader = StatementReader(source: source)
        reader.readsFields = true
        let statements = reader.statements(of: text)
        problems = reader.problems
        var parameters: [DynamicalSystem.Parameter] = []
        var definitions: [(name: PlacedText, value: PlacedText)] = []
        var equations: [(left: PlacedText, right: PlacedText?)] = []
        for statement in statements {
            switch statement {
            case .parameter(let name, let value):
                if parameters.contains(where: { $0.name == name.text }) {
                    report("system.duplicate-name", "the name \(name.text) is given twice", name)
                }
                let known = parameters
                let exact = value.flatMap { place in number(place, of: name.text, known) }
                parameters.append(.init(name: name.text, value: exact))
            case .definition(let name, let value): definitions.append((name, value))
            case .constraint(let left, _):
                report(
                    "system.constraint", "constraints are not supported with partial differential equations", left,
                    hint: "solve the constraint for a field and put it into the equations")
            case .fieldEquation(let left, let right): equations.append((left, right))
            default: break
            }
        }
        let names = Names(
            equations: equations.flatMap { [$0.left] + ($0.right.map { [$0] } ?? []) } + definitions.map(\.value),
            parameters: Set(parameters.map(\.name)), definitions: Set(definitions.map(\.name.text)))
        if names.fields.count > FieldSystemBuilder.fieldLimit {
            throw DiscoverError.input(
                "system.too-large",
                "\(names.fields.count) fields, expected at most \(FieldSystemBuilder.fieldLimit)",
                at: SourceLocation(file: source))
        }
        for parameter in parameters where names.fields.contains(parameter.name) {
            problems.append(
                Diagnostic(
                    "system.duplicate-name", "\(parameter.name) is a field and a parameter",
                    at: SourceLocation(file: source)))
        }
        var known: [String: Expression] = [:]
        for definition in definitions {
            known[definition.name.text] = read(definition.value, names, parameters, known)
        }
        let read = equations.map { equation in
            FieldSystem.Equation(
                left: leftSide(equation.left, names, parameters, known),
                right: equation.right.map { self.read($0, names, parameters, known) } ?? .zero)
        }
        checkCounts(equations, names)
        guard problems.isEmpty else { throw DiscoverError.input(Array(problems.prefix(SystemParser.problemLimit))) }
        let system = FieldSystem(
            fields: names.fields, independentVariables: names.directions, equations: read, parameters: parameters)
        try check(system, equations)
        return system
    }

    /// Fields and independent variables, from the names of derivatives.
    private struct Names {
        var fields: [String] = []
        var directions: [String] = ["t"]

        init(equations: [PlacedText], parameters: Set<String>, definitions: Set<String>) {
            var letters: Set<String> = []
            let occurrences = equations.flatMap { NameScanner.occurrences(in: $0.text) }
            let derivatives = occurrences.filter { !parameters.contains($0.name) && !definitions.contains($0.name) }
                .compactMap { DerivativeName.read($0.name) }
            for derivative in derivatives where derivative.orders[0] > 0 && !fields.contains(derivative.field) {
                fields.append(derivative.field)
            }
            for place in equations where place.text.contains("∂") {
                if case .partial(let name) = EquationSide.read(place.text), !fields.contains(name) {
                    fields.append(name)
                }
            }
            for derivative in derivatives where fields.contains(derivative.field) {
                for (direction, order) in derivative.orders.enumerated() where order > 0 {
                    letters.insert(DerivativeName.letters[direction])
                }
            }
            letters.insert("x")
            // A later letter needs the earlier ones: directions are numbered.
            let last = DerivativeName.letters.lastIndex { letters.contains($0) } ?? 1
            directions = Array(DerivativeName.letters[...last])
        }
    }

    private mutating func report(_ code: String, _ message: String, _ place: PlacedText, hint: String? = nil) {
        problems.append(Diagnostic(code, message, at: place.location(in: source), hint: hint))
    }

    private mutating func number(
        _ place: PlacedText, of name: String, _ parameters: [DynamicalSystem.Parameter]
    ) -> Expression? {
        let known = parameters.filter { $0.value != nil }
        do {
            let tree = try ExpressionParser(
                variables: Set(known.map(\.name)), source: source, row: place.row, columnOffset: place.offset,
                options: ParserOptions(decimals: .exact)
            ).parse(place.text).substituting { other in known.first { $0.name == other }?.value }
            return try PolynomialReader(ring: PolynomialRing([])).read(tree).constant.map { LawWriter.number($0) }
        } catch let error as DiscoverError {
            problems += error.diagnostics
        } catch let problem as ConversionProblem {
            var problem = problem
            if case .unknownName(let constant) = problem { problem = .irrational(constant) }
            problems.append(problem.diagnostic(in: "the value of \(name)", at: place.location(in: source)))
        } catch {
            report("system.parameter", "the value of \(name) cannot be read", place)
        }
        return nil
    }

    private mutating func leftSide(
        _ place: PlacedText, _ names: Names, _ parameters: [DynamicalSystem.Parameter], _ known: [String: Expression]
    ) -> Expression {
        guard place.text.contains("∂") else { return read(place, names, parameters, known) }
        if case .partial(let name) = EquationSide.read(place.text),
            place.text.filter({ !$0.isWhitespace }).hasSuffix("/∂t")
        {
            return .variable("\(name)_t")
        }
        report("system.left-side", "expected ∂u/∂t on the left of '=', found '\(place.text.prefix(40))'", place)
        return .zero
    }

    /// Reads a formula; names that nobody knows are reported with their places.
    private mutating func read(
        _ place: PlacedText, _ names: Names, _ parameters: [DynamicalSystem.Parameter], _ known: [String: Expression]
    ) -> Expression {
        let all = NameScanner.occurrences(in: place.text)
        func isKnown(_ name: String) -> Bool {
            if names.fields.contains(name) || names.directions.contains(name) || known[name] != nil { return true }
            if parameters.contains(where: { $0.name == name }) { return true }
            return DerivativeName.read(name).map { names.fields.contains($0.field) } ?? false
        }
        let free = all.filter { !$0.isCalled && !["pi", "π", "e", "E"].contains($0.name) }.map(\.name)
        let tree: Expression
        do {
            tree = try ExpressionParser(
                variables: Set(free).union(all.map(\.name).filter(isKnown)), source: source, row: place.row,
                columnOffset: place.offset, options: ParserOptions(decimals: .exact)
            ).parse(place.text)
        } catch {
            problems += error.diagnostics
            return .zero
        }
        var seen: Set<String> = []
        for occurrence in all where !occurrence.isCalled && free.contains(occurrence.name) && !isKnown(occurrence.name)
        {
            guard seen.insert(occurrence.name).inserted else { continue }
            let field = DerivativeName.read(occurrence.name)?.field
            problems.append(
                Diagnostic(
                    "system.unknown-name", "unknown name '\(occurrence.name.prefix(80))'",
                    at: place.location(in: source, at: occurrence.position),
                    hint: field.map { "an equation for \($0)_t, or param \(occurrence.name)" }
                        ?? "param \(occurrence.name), or an equation \(occurrence.name)_t = ..."))
        }
        for occurrence in all {
            if let (field, orders) = DerivativeName.read(occurrence.name), names.fields.contains(field),
                orders.max() ?? 0 > 20
            {
                problems.append(
                    Diagnostic(
                        "system.order", "a derivative of order above 20",
                        at: place.location(in: source, at: occurrence.position)))
            }
        }
        let expanded = tree.substituting { known[$0] }
        if expanded.exceeds(nodes: 100_000, depth: 1_000) {
            report("system.too-large", "the formula is too large with its abbreviations replaced", place)
            return .zero
        }
        return expanded
    }

    private mutating func checkCounts(_ equations: [(left: PlacedText, right: PlacedText?)], _ names: Names) {
        var owners: [String: PlacedText] = [:]
        for equation in equations {
            let name = DerivativeName.read(equation.left.text).map(\.field)
            guard let name, NameScanner.isName(equation.left.text), names.fields.contains(name) else { continue }
            if let earlier = owners[name] {
                report(
                    "system.duplicate-equation",
                    "a second equation for \(name), the first one is in line \(earlier.row)", equation.left)
            }
            owners[name] = equation.left
        }
        guard problems.isEmpty, equations.count != names.fields.count, let last = equations.last else { return }
        let list = names.fields.joined(separator: ", ")
        report(
            "system.underdetermined",
            "\(equations.count) equation\(equations.count == 1 ? "" : "s") for \(names.fields.count) "
                + "field\(names.fields.count == 1 ? "" : "s") (\(list)), expected one per field", last.left,
            hint: "fields are the names with a derivative by t, such as u_t; every one needs an equation")
    }

    /// Reports what cannot be treated, with the line of the equation.
    private func check(_ system: FieldSystem, _ equations: [(left: PlacedText, right: PlacedText?)]) throws {
        for (number, equation) in system.equations.enumerated() {
            let single = FieldSystem(
                fields: system.fields, independentVariables: system.independentVariables, equations: [equation],
                parameters: system.parameters)
            do {
                _ = try FieldEquations(single)
            } catch {
                guard case .input(let diagnostics) = error as? DiscoverError else { throw error }
                let place = equations[number].right ?? equations[number].left
                throw DiscoverError.input(
                    diagnostics.map { diagnostic in
                        var placed = diagnostic
                        placed.location = placed.location ?? place.location(in: source)
                        placed.message = placed.message.replacing("equation 1", with: "this equation")
                        return placed
                    })
            }
        }
    }
}

extension String {
    /// The text with every occurrence of a part replaced.
    fileprivate func replacing(_ part: String, with other: String) -> String {
        var result = ""
        var rest = self[...]
        while !rest.isEmpty {
            if rest.hasPrefix(part) {
                result += other
                rest = rest.dropFirst(part.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result
    }
}
