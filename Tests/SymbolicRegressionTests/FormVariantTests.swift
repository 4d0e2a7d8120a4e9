import Expressions
import Testing

@testable import SymbolicRegression

/// Which laws are variants of one form.
@Suite struct FormVariantTests {
    private func variant(_ simpler: String, _ shorter: String) throws -> FormVariant? {
        let (one, other) = (try Expression.parse(simpler), try Expression.parse(shorter))
        return FormVariant(of: one.simplified(), to: other.simplified())
    }

    @Test(arguments: [
        ("1.31*x^2", "0.084*x^(5/2)"), ("1.31*x^2*y", "0.084*x^(1/2)*y"), ("sqrt(1.25 + x^2)", "sqrt(3.75 + x^3)"),
    ])
    func exponentsAlone(simpler: String, shorter: String) throws {
        #expect(try variant(simpler, shorter) == .exponents)
        #expect(try variant(shorter, simpler) == .exponents)
    }

    @Test(arguments: [
        ("0.302*2^n", "0.293*2^n + 0.398"), ("0.302*2^n", "3*2^n/10 + 0.393"),
        ("1.5*x + log(x)", "1.4*x + log(x) - 0.13"),
    ])
    func aConstantAdded(simpler: String, shorter: String) throws {
        #expect(try variant(simpler, shorter) == .offset)
        #expect(try variant(shorter, simpler) == nil)
    }

    @Test(arguments: [
        ("1.31*x^2", "1.31*x^2"), ("1.31*x^2", "1.31*x^2.513"), ("1.31*x^2", "1.4*y^3"), ("1.3*exp(x)", "1.3*sin(x)"),
        ("0.3*2^n", "0.3*3^n"), ("1.31*x^2", "1.3*x^3 + 0.41"), ("1.31*x", "1.2*x + 0.3*y"), ("2.5", "2.5*x"),
    ])
    func differentForms(simpler: String, shorter: String) throws {
        #expect(try variant(simpler, shorter) == nil)
    }
}
