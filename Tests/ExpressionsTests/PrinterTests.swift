import Testing

@testable import Expressions

/// The text that other programs and people read.
struct PrinterTests {
    @Test(arguments: [
        ("x^2/sqrt(y)", "x**2/sqrt(y)"),
        ("abs(x) + min(x, y) + pi*e", "Abs(x) + Min(x, y) + pi*exp(1)"),
        ("2*step(x - 1)", "2*Heaviside(x - 1, 1)"), ("step(step(x) + 1/2)^2", "Heaviside(Heaviside(x, 1) + 1/2, 1)**2"),
        ("`lambda`*`my var (m/s)`*x'", "lambda_*my_var__m_s_*x_prime"),
        ("`E`*`e`*`pi`", "E*e*pi"),
    ])
    func writesSymPy(text: String, python: String) throws {
        let tree = try Expression.parse(text)
        #expect(SymPyPrinter(variables: tree.variables).text(tree) == python)
    }

    @Test func pythonNamesAreDifferent() {
        let names = PythonNames(["a b", "a_b", "a-b", "1x", "", "if", "if_"])
        #expect(names.pairs.map(\.identifier) == ["a_b_2", "a_b", "a_b_3", "_1x", "_", "if__2", "if_"])
        #expect(names["a-b"] == "a_b_3")
    }

    @Test(arguments: [
        ("x1^2/(2*m)", #"\frac{x_{1}^{2}}{2 m}"#),
        ("sqrt(theta_0)*speed", #"\sqrt{\theta_{0}} \mathrm{speed}"#),
        ("sin(x)^2 + exp(-x)", #"\sin^{2}\left(x\right) + e^{-x}"#),
        ("2*3^x", #"2 \cdot 3^{x}"#),
        ("(x - y)^2", #"\left(x - y\right)^{2}"#),
        ("`100% & {more}`", #"\mathrm{100\%\ \&\ \{more\}}"#),
        ("1.5e-7*abs(x)", #"1.5 \times 10^{-7} \left|x\right|"#),
        ("pi*asin(x')", #"\pi \arcsin\left(x'\right)"#),
        ("-(a + b)", #"-\left(a + b\right)"#),
    ])
    func writesLaTeX(text: String, latex: String) throws {
        #expect(LaTeXPrinter().text(try Expression.parse(text)) == latex)
    }

    @Test(arguments: [
        (1.23456, 3, "1.23"), (0.00099996, 3, "0.001"), (123_456, 2, "120000.0"), (9.996, 3, "10.0"), (2.5, 6, "2.5"),
        (6.62607015e-34, 3, "6.63 \\times 10^{-34}"), (9.99e22, 2, "10^{23}"),
    ])
    func roundsDecimals(value: Double, digits: Int, latex: String) {
        #expect(LaTeXPrinter(significantDigits: digits).text(.real(value)) == latex)
    }

    @Test(arguments: [
        ("x*y", 3), ("x^2", 3), ("sqrt(x)", 2), ("x/y", 3), ("-x", 2), ("a + b + c", 5), ("x/2", 3), ("-2*x", 3),
        ("a - b", 3), ("1 - x", 3), ("-x - y", 4), ("x^(2/3)", 5), ("7", 1), ("-7", 1), ("sin(x + 1)", 4),
        ("1/sqrt(x)", 4), ("max(x, y)", 3),
    ])
    func countsNodes(text: String, count: Int) throws {
        #expect(try Expression.parse(text).complexity == count)
    }

    @Test func constantsKeepTheirMeaningBesideColumns() {
        let tree = Expression.constant(.pi) * .constant(.e)
        #expect(ExpressionPrinter(variables: ["pi", "e"]).text(tree) == "acos(-1)*exp(1)")
        #expect((Expression.constant(.pi) * .variable("pi")).description == "acos(-1)*`pi`")
    }
}
