import ArgumentParser
import Expressions
import SymbolicRegression

/// The options that say which formulas are allowed.
struct RuleOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Allowed functions, such as exp,log,sqrt; none for no function at all. (default: all)", valueName: "names"))
    var functions: String?

    @Option(
        help: ArgumentHelp(
            "Allowed operators, such as +,-,*; ^ is for exponents that are not whole. (default: all)",
            valueName: "symbols"))
    var operators: String?

    @Option(help: ArgumentHelp("Largest number of nodes of a formula. (default: 60)", valueName: "nodes"))
    var maximumComplexity: Int?

    @Option(help: ArgumentHelp("How many functions may stand inside each other. (default: any)", valueName: "count"))
    var maximumNesting: Int?

    @Flag(help: "Allow whole exponents only; sqrt(x) is no such power.")
    var integerExponents = false

    func validate() throws { _ = try rules() }

    /// The rules.
    ///
    /// - Throws: `ValidationError` for names and symbols that do not exist.
    func rules() throws -> FormulaRules {
        var rules = FormulaRules()
        if let functions, functions == "none" {
            rules.functions = []
        } else if let functions {
            rules.functions = Set(try NameList.names(functions).map(Self.function))
        }
        if let operators {
            rules.operators = Set(try NameList.names(operators).map(Self.symbol))
        }
        if let maximumComplexity {
            guard maximumComplexity >= 1 else { throw ValidationError("--maximum-complexity must be at least 1.") }
            rules.maximumComplexity = maximumComplexity
        }
        if let maximumNesting {
            guard maximumNesting >= 0 else { throw ValidationError("--maximum-nesting must be at least 0.") }
            rules.maximumNesting = maximumNesting
        }
        rules.hasIntegerExponents = integerExponents
        return rules
    }

    private static func function(_ name: String) throws -> String {
        let usual = ["ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "Abs": "abs", "sgn": "sign"]
        let name = usual[name] ?? name
        guard FormulaRules.functionNames.contains(name) else {
            var text = "--functions does not know '\(name)'."
            if let near = NameSuggestion.closest(to: name, among: FormulaRules.functionNames) {
                text += " Did you mean '\(near)'?"
            }
            throw ValidationError(
                text + " Functions are \(FormulaRules.functionNames.joined(separator: ", ")), or none.")
        }
        return name
    }

    private static func symbol(_ text: String) throws -> FormulaRules.Operator {
        guard let symbol = FormulaRules.Operator(rawValue: text == "**" ? "^" : text) else {
            throw ValidationError("--operators does not know '\(text)'. Operators are +, -, *, /, ^.")
        }
        return symbol
    }
}
