import Expressions
import Testing

@testable import SymbolicRegression

@Suite struct ReadableFormTests {
    private static let names: Set<String> = ["a", "b", "c", "d"]

    private func shortest(_ text: String) throws -> String {
        let expression = try Expression.parse(text, variables: Self.names).simplified(assumingPositive: Self.names)
        let forms = ReadableForm.alternatives(to: expression, assumingPositive: Self.names).map {
            $0.simplified(assumingPositive: Self.names)
        }
        let best = forms.min { ($0.complexity, $0.description) < ($1.complexity, $1.description) }
        return best.map { $0.complexity < expression.complexity ? "\($0)" : "\(expression)" } ?? "\(expression)"
    }

    @Test(arguments: [
        ("a*(1/b - c/b)", "a*(1 - c)/b"),
        ("a^2 - 2*a*b + b^2 + c", "(a - b)^2 + c"),
        ("a*(c^2/a^2 + c^2*b/a^3)/(c^2/a^2 + b/a)", "c^2*(a + b)/(a*b + c^2)"),
        ("a/pi - 2*b/pi", "(a - 2*b)/pi"),
        ("a + b", "a + b"), ("4*(a - sqrt(b^6/a^6 + 2*b^7/a^7)/b^3)", "4*(a - sqrt(1/a^6 + 2*b/a^7))"),
        ("b*(2*a + a*step(a - 8) - 8*step(a - 8))/2", "b*(2*a + max(0, a - 8))/2"),
        ("a*step(a - c) - 7*step(a - c)", "step(a - c)*(a - 7)"), ("c + a*step(a)", "c + max(0, a)"),
        ("c + a*step(b)", "c + a*step(b)"),
        ("a*b*c*step(b*c - c) - a*c*step(b*c - c)", "a*max(0, b*c - c)"),
    ])
    func formsAreThoseThatPeopleWrite(_ text: String, _ wanted: String) throws {
        let expected = try Expression.parse(wanted, variables: Self.names)
        let found = try Expression.parse(shortest(text), variables: Self.names)
        #expect(found.simplified(assumingPositive: Self.names) == expected.simplified(assumingPositive: Self.names))
    }

    @Test func constantsLeaveExponentials() throws {
        let expression = Expression.apply(.exp, .sum([.real(-0.5), .variable("a")]))
        #expect(ReadableForm.alternatives(to: expression).contains { if case .product = $0 { true } else { false } })
    }

    @Test(arguments: 0..<40)
    func valuesStay(_ seed: Int) throws {
        var stream = SplitMix64(seed: UInt64(seed))
        let names = ["a", "b", "c"]
        func monomial() -> Expression {
            let factors = names.map { name in
                Expression.variable(name).raised(to: Int.random(in: -2...2, using: &stream))
            }
            return .product([.integer(Int.random(in: 1...4, using: &stream))] + factors)
        }
        let inner = Expression.sum([monomial(), monomial(), monomial()])
        let formula = (monomial() * inner / .sum([monomial(), monomial()])).simplified()
        let point = ["a": 1.3, "b": 0.7, "c": 2.1]
        let value = formula.numericValue(point)
        for form in ReadableForm.alternatives(to: formula) {
            let other = form.simplified(assumingPositive: Set(names)).numericValue(point)
            #expect(abs(other - value) <= 1e-9 * abs(value), "\(formula) -> \(form)")
        }
    }

    @Test(arguments: [
        ("339*a/100", "3.39*a"), ("a/2", "a/2"), ("4*a/3", "4*a/3"), ("3*a/16", "3*a/16"), ("49*a/50", "0.98*a"),
        ("32*a/5", "32*a/5"),
        ("3*a/5", "3*a/5"), ("a/10", "a/10"), ("3*a/10", "0.3*a"), ("a^(8/5)", "a^(8/5)"),
        ("33*pi*a/(10*b^4)", "3.3*pi*a/b^4"),
        ("(3*a + 7*b)/10", "0.3*a + 0.7*b"), ("exp(-27*a/20) + 61/50", "exp(-1.35*a) + 1.22"),
    ])
    func longFractionsBecomeDecimals(_ text: String, _ wanted: String) throws {
        let expression = try Expression.parse(text, variables: Self.names).simplified(assumingPositive: Self.names)
        let found = ShortDecimals.applied(to: expression)
        #expect("\(found)" == wanted)
    }

    @Test(arguments: 0..<40)
    func decimalsReadBackTheSame(_ seed: Int) throws {
        var stream = SplitMix64(seed: UInt64(seed))
        let point = ["a": 1.3, "b": 0.7]
        func fraction() -> Expression {
            .rational(
                Rational(Int.random(in: 1...999, using: &stream), Int.random(in: 1...100, using: &stream)) ?? .one)
        }
        let a = fraction() * .variable("a").raised(to: Int.random(in: -2...2, using: &stream))
        let formula = (fraction() + a * .apply(.exp, fraction() * .variable("b"))).simplified()
        let printed = "\(ShortDecimals.applied(to: formula))"
        let again = try Expression.parse(printed, variables: Self.names)
        #expect(
            abs(again.numericValue(point) - formula.numericValue(point)) <= 1e-14 * abs(formula.numericValue(point)))
        #expect("\(again)" == printed)
    }
}
