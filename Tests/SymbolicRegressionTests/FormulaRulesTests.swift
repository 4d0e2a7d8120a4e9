import Diagnostics
import Expressions
import Testing

@testable import SymbolicRegression

/// What is allowed in a formula, and that nothing else is ever printed.
@Suite struct FormulaRulesTests {
    private func rules(
        functions: [String]? = nil, operators: String? = nil, complexity: Int? = nil, nesting: Int? = nil,
        integerExponents: Bool = false
    ) -> FormulaRules {
        var rules = FormulaRules()
        rules.functions = functions.map(Set.init)
        rules.operators = operators.map { Set($0.compactMap { FormulaRules.Operator(rawValue: String($0)) }) }
        rules.maximumComplexity = complexity
        rules.maximumNesting = nesting
        rules.hasIntegerExponents = integerExponents
        return rules
    }

    private func isAllowed(_ text: String, _ rules: FormulaRules) throws -> Bool {
        rules.allow(try Expression.parse(text, variables: ["x", "y"]).simplified())
    }

    @Test(arguments: [
        ("exp(x)", true), ("sqrt(x)", false), ("x^(1/2)", false), ("x^(3/2)", true), ("tan(x)", false),
        ("sin(x)/cos(x)", false), ("log(x) + exp(y)", true), ("ln(x)", true), ("asinh(x)", false),
    ])
    func functionsAreReadByTheirPrintedNames(_ text: String, _ expected: Bool) throws {
        #expect(try isAllowed(text, rules(functions: ["exp", "log"])) == expected)
    }

    @Test(arguments: [
        ("x + y", "+", true), ("x - y", "+", false), ("-2*x", "*", true), ("-x", "*", false), ("x - 2", "+", false),
        ("x*y", "*", true), ("x/y", "*", false), ("x/2", "*", false), ("0.5*x", "*", true), ("x + 1/2", "+", true),
        ("x^2", "*", true), ("x^2", "^", true), ("x^2", "+", false), ("1/x^2", "/*", true), ("1/x^2", "*", false),
        ("x^1.5", "*", false), ("x^1.5", "^", true), ("x^y", "^", true), ("x^y", "*/", false), ("sqrt(x)", "", true),
        ("x^(2/3)", "^", true), ("x^(2/3)", "/", false),
    ])
    func operatorsAreReadAsPrinted(_ text: String, _ operators: String, _ expected: Bool) throws {
        #expect(try isAllowed(text, rules(operators: operators)) == expected)
    }

    @Test(arguments: [
        ("sin(exp(x))", 1, false), ("sin(exp(x))", 2, true), ("sin(x) + exp(y)", 1, true), ("sqrt(sin(x))", 1, false),
        ("x^2", 0, true), ("sin(x)", 0, false), ("exp(sin(x)*log(y))", 2, true),
    ])
    func nestingCountsFunctionsInsideEachOther(_ text: String, _ limit: Int, _ expected: Bool) throws {
        #expect(try isAllowed(text, rules(nesting: limit)) == expected)
    }

    @Test(arguments: [
        ("x^3", true), ("1/x^3", true), ("sqrt(x)", false), ("x^1.5", false), ("x^y", false), ("2^x", false),
        ("exp(x)", true),
    ])
    func integerExponents(_ text: String, _ expected: Bool) throws {
        #expect(try isAllowed(text, rules(integerExponents: true)) == expected)
    }

    @Test func complexityIsThatOfThePrintedFormula() throws {
        #expect(try isAllowed("x*y", rules(complexity: 3)))
        #expect(try !isAllowed("x*y + 1", rules(complexity: 4)))
        let broken = rules(complexity: 2).violation(of: .variable("x") * .variable("y"))
        #expect(broken == "its complexity is 3, above 2")
    }

    /// Rules drawn at random.
    private static func random(_ seed: UInt64) -> FormulaRules {
        var stream = SplitMix64(seed: seed &* 77 &+ 5)
        var rules = FormulaRules()
        if Bool.random(using: &stream) {
            rules.functions = Set(FormulaRules.functionNames.filter { _ in Int.random(in: 0..<4, using: &stream) == 0 })
        }
        if Bool.random(using: &stream) {
            rules.operators = Set(FormulaRules.Operator.allCases.filter { _ in Bool.random(using: &stream) })
        }
        if Bool.random(using: &stream) { rules.maximumComplexity = Int.random(in: 1...12, using: &stream) }
        if Bool.random(using: &stream) { rules.maximumNesting = Int.random(in: 0...2, using: &stream) }
        rules.hasIntegerExponents = Int.random(in: 0..<3, using: &stream) == 0
        return rules
    }

    /// The symbols and names that stand in a printed formula, found without the tree.
    private static func words(_ text: String) -> [String] {
        text.replacing(/[0-9.]+(e[-+]?[0-9]+)?/, with: "#").matches(of: /[A-Za-z_]+(?=\()/).map { String($0.output) }
    }

    private static let laws = [
        "sqrt(a)*b + 1/2", "sin(a)*exp(-b)", "a^2/(2*b)", "tanh(a) - b", "a*b*(a - b)", "log(a)/b",
    ]

    @Test(arguments: 0..<18)
    func noPrintedFormulaBreaksARule(_ seed: Int) throws {
        var options = FitOptions()
        options.rules = Self.random(UInt64(seed))
        let problem = try Laws.table(
            Self.laws[seed % Self.laws.count], [("a", 1, 3), ("b", 1, 3)], rows: 60, noise: seed % 2 == 0 ? 0 : 0.01,
            seed: UInt64(seed))
        let control = RunControl(maximumEvaluations: 30_000)
        let result = try SymbolicRegression.fit(problem, options: options, control: control)
        let laws = result.front + [result.best].compactMap { $0 }
        #expect(!laws.isEmpty)
        for law in laws {
            let text = law.expression.description
            #expect(options.rules.violation(of: law.expression) == nil, "\(text)")
            // The text says the same as the tree, also after it was read back.
            let again = try Expression.parse(text, variables: ["a", "b"])
            #expect(options.rules.violation(of: again) == nil, "\(text)")
            if let functions = options.rules.functions {
                #expect(Self.words(text).allSatisfy(functions.contains), "\(text)")
            }
            if options.rules.hasIntegerExponents { #expect(!text.contains("sqrt") && !text.contains("^(")) }
            #expect(law.complexity <= options.rules.maximumComplexity ?? 60)
        }
    }

    @Test func aForbiddenSquareRootIsReplacedByTheAllowedPower() throws {
        // The law is sqrt(a)*b; without sqrt the best that is allowed must not be it.
        var options = FitOptions()
        options.rules.functions = ["exp"]
        let problem = try Laws.table("sqrt(a)*b", [("a", 1, 3), ("b", 1, 3)], rows: 80)
        let control = RunControl(maximumEvaluations: 30_000)
        let result = try SymbolicRegression.fit(problem, options: options, control: control)
        #expect(result.front.allSatisfy { !$0.expression.description.contains("sqrt") })
        #expect(result.best?.expression.description != "sqrt(a)*b")
    }

    @Test func polynomialsAreFoundWithThreeOperators() throws {
        var options = FitOptions()
        options.rules = rules(functions: [], operators: "+-*")
        let problem = try Laws.table("a^2*b/2 - 3*b", [("a", 1, 3), ("b", 1, 3)], rows: 80)
        let best = try #require(try SymbolicRegression.fit(problem, options: options, control: RunControl()).best)
        #expect(best.isExact)
        #expect(!best.expression.description.contains("/"), "\(best.expression)")
    }
}
