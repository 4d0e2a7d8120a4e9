import Diagnostics
import Testing

@testable import Expressions

/// What formula text means, and what happens to text that is no formula.
struct ParserTests {
    @Test(arguments: [
        ("1 + 2*x", "1 + 2*x"),
        ("-x^2", "-x^2"),
        ("(-x)^2", "(-x)^2"),
        ("2^3^x", "2^(3^x)"),
        ("x**2/y/z", "x^2/(y*z)"),
        ("a - b - c", "a - b - c"),
        ("a - (b - c)", "a - (b - c)"),
        ("1/2*x", "x/2"),
        ("x^(1/2)", "sqrt(x)"),
        ("1/sqrt(x)", "1/sqrt(x)"),
        ("x^-2", "1/x^2"),
        ("ln(x) + arcsin(y)", "log(x) + asin(y)"),
        ("-(x - y)*z", "(y - x)*z"),
        ("--x", "x"),
        ("-x + 1", "1 - x"),
        ("`my var (m/s)` * 2", "2*`my var (m/s)`"),
        ("`a``b`", "`a``b`"),
        ("`exp`*exp(x)", "`exp`*exp(x)"),
        ("x''*x'", "x''*x'"),
        ("pi*e^x", "pi*exp(1)^x"),
        ("0.25*x + 1e-3", "0.25*x + 0.001"),
        ("max(x, min(y, 2)) − θ·2", "max(x, min(y, 2)) - 2*θ"),
        ("log(x, 10)", "log(x)/log(10)"),
        ("x - 3", "x - 3"),
    ])
    func readsAndWrites(text: String, printed: String) throws {
        #expect(try Expression.parse(text).description == printed)
    }

    @Test(arguments: [
        ("", 1, "formula.empty"),
        ("x +", 4, "formula.incomplete"),
        ("(x + 1", 1, "formula.parenthesis"),
        ("x + 1)", 6, "formula.parenthesis"),
        ("2x", 2, "formula.operator"),
        ("x y", 3, "formula.operator"),
        ("x*(y z)", 6, "formula.operator"),
        ("x(y + 1)", 1, "formula.operator"),
        ("x + * y", 5, "formula.operand"),
        ("sin x", 5, "formula.function"),
        ("sin(x, y)", 1, "formula.arguments"),
        ("sine(x)", 1, "formula.unknown-function"),
        ("x ? y", 3, "formula.character"),
        ("`abc", 1, "formula.backtick"),
        ("x + ``", 5, "formula.name"),
        ("1e999", 1, "formula.number-range"),
        ("1.2.3", 1, "formula.number"),
        ("1,5", 2, "formula.comma"),
    ])
    func namesTheProblem(text: String, column: Int, code: String) {
        let error = #expect(throws: DiscoverError.self) { try Expression.parse(text, source: "f") }
        let diagnostic = error?.diagnostics.first
        #expect(diagnostic?.code == code)
        #expect(diagnostic?.location == SourceLocation(file: "f", column: column))
        #expect(error?.exitCode == .input)
    }

    @Test func knownNamesWin() throws {
        let names: Set<String> = ["e", "exp", "pi"]
        #expect(try Expression.parse("e + exp + pi", variables: names).variables == ["e", "exp", "pi"])
        #expect(try Expression.parse("exp(e)", variables: names) == .function(.exp, [.variable("e")]))
        #expect(try Expression.parse("e", variables: ["x"]) == .constant(.e))
    }

    @Test func suggestsTheNameThatWasMeant() {
        let error = #expect(throws: DiscoverError.self) {
            try Expression.parse("2*velocty", variables: ["velocity", "mass"])
        }
        #expect(error?.diagnostics.first?.hint == "did you mean 'velocity'?")
        #expect(error?.diagnostics.first?.location?.column == 3)
        let function = #expect(throws: DiscoverError.self) { try Expression.parse("sqr(x)") }
        #expect(function?.diagnostics.first?.hint == "did you mean 'sqrt'?")
    }

    @Test func placesErrorsInFiles() {
        let parser = ExpressionParser(source: "ode.txt", row: 7, columnOffset: 10)
        let error = #expect(throws: DiscoverError.self) { try parser.parse("x + ?") }
        #expect(error?.diagnostics.first?.location?.description == "ode.txt:7:15")
    }

    @Test(arguments: [
        String(repeating: "(", count: 10_000) + "x" + String(repeating: ")", count: 10_000),
        String(repeating: "sin(", count: 10_000) + "x" + String(repeating: ")", count: 10_000),
        String(repeating: "x^", count: 10_000) + "x",
        String(repeating: "-(", count: 10_000) + "x" + String(repeating: ")", count: 10_000),
        String(repeating: "(", count: 50_000),
    ])
    func refusesDeepNesting(text: String) {
        let error = #expect(throws: DiscoverError.self) { try Expression.parse(text) }
        #expect(error?.diagnostics.count == 1)
        #expect(error?.diagnostics.first?.code == "formula.too-deep")
        #expect(error?.diagnostics.first?.location?.column != nil)
        #expect(error?.diagnostics.first?.hint != nil)
    }

    @Test func refusesLargeFormulas() {
        let long = #expect(throws: DiscoverError.self) { try Expression.parse(String(repeating: "x", count: 200_000)) }
        #expect(long?.diagnostics.first?.code == "formula.too-long")
        let wide = #expect(throws: DiscoverError.self) {
            try Expression.parse("x" + String(repeating: "+x", count: 40_000))
        }
        #expect(wide?.diagnostics.first?.code == "formula.too-large")
        // Functions that use their argument twice double the tree at each level.
        let doubled = String(repeating: "asinh(", count: 60) + "x" + String(repeating: ")", count: 60)
        let nested = #expect(throws: DiscoverError.self) { try Expression.parse(doubled) }
        #expect(nested?.diagnostics.first?.code == "formula.too-large")
    }

    @Test func acceptsLongFlatFormulas() throws {
        let text = "x" + String(repeating: "+x", count: 20_000) + String(repeating: "*y", count: 4_000)
        guard case .sum(let terms) = try Expression.parse(text) else {
            Issue.record("not a sum")
            return
        }
        #expect(terms.count == 20_001)
    }

    @Test(arguments: [
        ("0.25", Rational(1, 4)), ("1e-3", Rational(1, 1000)), ("1.50e2", Rational(150)), ("7", Rational(7)),
        (".5", Rational(1, 2)), ("12.e1", Rational(120)), ("0.000", Rational(0)),
    ])
    func readsDecimalsExactly(text: String, value: Rational?) throws {
        let expected = try #require(value)
        #expect(try Expression.parse(text, options: ParserOptions(decimals: .exact)) == .rational(expected))
    }

    @Test(arguments: ["1e999", "1e-30", "0.12345678901234567890123", "99999999999999999999"])
    func refusesDecimalsThatDoNotFit(text: String) {
        let error = #expect(throws: DiscoverError.self) {
            try Expression.parse(text, options: ParserOptions(decimals: .exact))
        }
        #expect(error?.diagnostics.first?.code == "formula.number-range")
    }

    /// Any text gives a tree or exactly one error with a column inside the text.
    @Test(arguments: 0..<300)
    func survivesAnyText(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "x", "y'", "2", "0.5", "1e", "e", "pi", "(", ")", "+", "-", "*", "**", "^", "/", ",", "sin(", "log",
            " ", "`", "é", "∑", "=", ".", "9999999999999999999", "max(", "\u{301}", "🙂", "\n", "asinh(",
        ]
        let length = Int(generator.next() % 30)
        let text = (0..<length).map { _ in pieces[Int(generator.next() % UInt64(pieces.count))] }.joined()
        do {
            let tree = try Expression.parse(text)
            #expect(!tree.simplified().description.isEmpty)
        } catch {
            #expect(error.diagnostics.count == 1)
            let column = error.diagnostics.first?.location?.column ?? 0
            #expect(column >= 1 && column <= text.count + 1, "\(text)")
        }
    }

    @Test func primesCanBeRefused() {
        var options = ParserOptions()
        options.allowsPrimes = false
        #expect(throws: DiscoverError.self) { try Expression.parse("x'", options: options) }
    }
}
