import CFLINT

/// Polynomials with rational coefficients in variables with names: the setting that `Polynomial` values belong to.
public final class PolynomialRing: @unchecked Sendable {
    /// Names of the variables.
    public let names: [String]
    let context: UnsafeMutablePointer<fmpq_mpoly_ctx_struct>

    /// Makes a ring; at least one variable is kept internally even for an empty list.
    public init(_ names: [String]) {
        self.names = names
        context = .allocate(capacity: 1)
        fmpq_mpoly_ctx_init(context, max(names.count, 1), ORD_DEGREVLEX)
    }

    deinit {
        fmpq_mpoly_ctx_clear(context)
        context.deallocate()
    }

    /// Number of variables.
    public var variableCount: Int { names.count }
    /// 0.
    public var zero: Polynomial { Polynomial(in: self) { _ in } }
    /// 1.
    public var one: Polynomial { constant(.one) }
    /// The constant polynomial.
    public func constant(_ value: BigRational) -> Polynomial {
        Polynomial(in: self) { fmpq_mpoly_set_fmpq($0, value.pointer, context) }
    }
    /// The variable with a number.
    public func variable(_ index: Int) -> Polynomial {
        precondition(names.indices.contains(index))
        return Polynomial(in: self) { fmpq_mpoly_gen($0, index, context) }
    }
    /// The sum of terms; exponents one per variable. Terms may repeat.
    public func polynomial(_ terms: [Polynomial.Term]) -> Polynomial {
        Polynomial(in: self) { result in
            for term in terms where !term.coefficient.isZero {
                let exponents = PolynomialRing.words(term.exponents)
                fmpq_mpoly_push_term_fmpq_ui(result, term.coefficient.pointer, exponents, context)
            }
            fmpq_mpoly_sort_terms(result, context)
            fmpq_mpoly_combine_like_terms(result, context)
        }
    }

    static func words(_ exponents: [Int]) -> [UInt] {
        exponents.isEmpty ? [0] : exponents.map { UInt($0) }
    }
}
