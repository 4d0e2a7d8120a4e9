import Diagnostics
import Expressions
import Reports

/// A formula as the command line gives it: text, or the law of an earlier result.
struct FormulaSource {
    /// The formula.
    private let text: String
    /// What error messages call it.
    private let label: String
    /// Name of the target that the earlier result had; nil for plain text.
    let target: String?

    /// Reads the argument: a path that ends in `.json`, or a formula.
    ///
    /// - Parameters:
    ///   - argument: the text.
    ///   - wanted: the target to choose from a result with several.
    /// - Throws: `DiscoverError.input` for unreadable results and results without a law.
    init(_ argument: String, target wanted: String? = nil) throws {
        guard argument.hasSuffix(".json") else {
            (text, label, target) = (argument, "formula", nil)
            return
        }
        let document = try JSONValue.parse(try TextInput(path: argument).bytes, file: argument)
        self = FormulaSource(of: try BaselineLaw(document, file: argument, target: wanted), path: argument)
    }

    /// The formula of a law that has been read.
    init(of law: BaselineLaw, path: String) {
        (text, label, target) = (law.expressionText, path, law.target)
    }

    /// The tree over the columns of a table.
    ///
    /// - Throws: `DiscoverError.input` with place and hint for text that is no formula and for unknown names.
    func expression(columns: [String]) throws -> Expression {
        try Expression.parse(text, variables: Set(columns), source: label)
    }
}
