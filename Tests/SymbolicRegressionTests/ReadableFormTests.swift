import Expressions
import Testing

@testable import SymbolicRegression

@Suite struct ReadableFormTests {
    private static let names: Set<String> = ["a", "b", "c", "d"]

    private func shortest(_ text: String) throws -> String {
        let expression = try Expression.parse(text, variables: Self.names).simplified(assumingPositive: Self.names)
        let forms = ReadableForm.alternatives(to: expression).map { $0.simplified(assumingPositive: Self.names) }
        let best = forms.min { ($0.complexity, $0.description) < ($1.complexity, $1.description) }
        return best.map { $0.complexity < expression.complexity ? "\($0)" : "\(expression)" } ?? "\(expression)"
    }

    @Test(arguments: [
        ("a*(1/b - c/b)", "a*(1 - c)/b"),
        ("a^2 - 2*a*b + b^2 + c", "(a - b)^2 + c"),
        ("a*(c^2/a^2 + c^2*b/a^3)/(c^2/a^2 + b/a)", "c^2*(a + b)/(a*b + c^2)"),
        ("a/pi - 2*b/pi", "(a - 2*b)/pi"),
        ("a + b", "a + b"),
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
}
