import Diagnostics
import Expressions

/// A formula that the user knows up to its parameters, and perhaps up to some unknown functions.
///
/// Names that are no columns are parameters. A name with parentheses behind it that is no known function is a hole: a
/// function to be found.
public struct Form: Sendable {
    /// A function to be found.
    public struct Hole: Sendable, Equatable {
        /// Its name.
        public var name: String
        /// Where it is used, at least once.
        public var calls: [FormulaTemplate.Call]
        /// Number of its arguments.
        public var argumentCount: Int { calls.first?.arguments.count ?? 0 }
    }

    /// The text as the user wrote it.
    public var text: String
    /// The tree: columns, parameters and the placeholders of the holes' calls are its variables.
    public var template: Expression
    /// Names of the parameters in order of appearance.
    public var parameters: [String]
    /// The functions to be found, in order of appearance.
    public var holes: [Hole]
    /// Columns in use, in the order of the table.
    public var columns: [String]
    /// Sentences about what looks like a slip of the pen.
    public var warnings: [String]

    /// Most arguments of a hole.
    static let maximumArguments = 3
    /// Most parameters of a form.
    static let maximumParameters = 40

    /// Reads a form.
    ///
    /// - Parameters:
    ///   - text: the formula, such as `a*x/(b + x)` or `f(x) + g(y)*exp(-k*t)`.
    ///   - columns: names of the inputs.
    ///   - target: name of the target, which must not occur.
    /// - Throws: `DiscoverError.input` with the column of what is wrong.
    public init(_ text: String, columns: [String], target: String) throws(DiscoverError) {
        let known = Set(columns)
        var options = ParserOptions()
        options.allowsOtherNames = true
        let parser = ExpressionParser(variables: known, source: "form", options: options)
        let parsed = try parser.parseTemplate(text)
        self.text = text
        template = parsed.expression.flattened
        holes = try Self.holes(parsed.calls, known: known)
        let placeholders = Set(parsed.calls.map(\.placeholder))
        parameters = parsed.expression.variables.filter { !known.contains($0) && !placeholders.contains($0) }
        let used = Set(parsed.expression.variables + parsed.calls.flatMap { $0.arguments.flatMap(\.variables) })
        self.columns = columns.filter { used.contains($0) }
        warnings = parameters.compactMap { name in
            guard name.count > 2, let near = NameSuggestion.closest(to: name, among: columns) else { return nil }
            return "'\(name)' is no column, so it is a parameter; did you mean the column '\(near)'?"
        }
        try check(target: target)
    }

    private func check(target: String) throws(DiscoverError) {
        let place = SourceLocation(file: "form")
        if parameters.contains(target) || holes.contains(where: { $0.name == target }) {
            throw .input(
                "form.target", "the form uses the target '\(target)' itself", at: place,
                hint: "write only the right-hand side; choose the column to explain with --target")
        }
        if let clash = holes.first(where: { parameters.contains($0.name) }) {
            throw .input(
                "form.name-twice", "'\(clash.name)' is used both as a function to be found and as a parameter",
                at: place,
                hint: "multiplication is written out: \(clash.name)*(...); or choose another name")
        }
        if parameters.isEmpty, holes.isEmpty {
            throw .input(
                "form.no-parameters", "the form has nothing to be found: every name in it is a column", at: place,
                hint: "write a name that is no column where a number is to be fitted, such as a*x; "
                    + "discover eval judges a formula without parameters")
        }
        if parameters.count > Self.maximumParameters {
            throw .input(
                "form.too-many-parameters",
                "\(parameters.count) parameters, at most \(Self.maximumParameters) can be fitted", at: place)
        }
        if self.columns.isEmpty {
            throw .input(
                "form.no-column", "the form uses no column of the table", at: place,
                hint: "names that are no columns are parameters: \(parameters.prefix(10).joined(separator: ", "))")
        }
    }

    private static func holes(
        _ calls: [FormulaTemplate.Call], known: Set<String>
    ) throws(DiscoverError) -> [Hole] {
        var holes: [Hole] = []
        for call in calls {
            let place = SourceLocation(file: "form", column: call.column)
            guard call.arguments.count <= maximumArguments else {
                throw .input(
                    "form.arguments",
                    "'\(call.name)' has \(call.arguments.count) arguments, an unknown function may have at most "
                        + "\(maximumArguments)", at: place)
            }
            for argument in call.arguments {
                if let other = argument.variables.first(where: { !known.contains($0) }) {
                    let nested = calls.contains { $0.placeholder == other }
                    throw .input(
                        "form.hole-argument",
                        nested
                            ? "'\(call.name)' is called with another unknown function"
                            : "'\(call.name)' is called with '\(other)', which is no column",
                        at: place, hint: "arguments of an unknown function are columns or formulas of columns")
                }
                if argument.variables.isEmpty {
                    throw .input(
                        "form.hole-argument", "'\(call.name)' is called with a number", at: place,
                        hint: "arguments of an unknown function are columns or formulas of columns")
                }
            }
            if let index = holes.firstIndex(where: { $0.name == call.name }) {
                guard holes[index].argumentCount == call.arguments.count else {
                    throw .input(
                        "form.arguments",
                        "'\(call.name)' is called with \(holes[index].argumentCount) and with "
                            + "\(call.arguments.count) arguments", at: place)
                }
                holes[index].calls.append(call)
            } else {
                holes.append(Hole(name: call.name, calls: [call]))
            }
        }
        return holes
    }
}
