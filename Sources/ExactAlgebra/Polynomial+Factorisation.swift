import CFLINT

extension Polynomial {
    /// A polynomial written as a number times powers of irreducible polynomials.
    public struct Factorisation: Sendable {
        /// The number in front.
        public var constant: BigRational
        /// Irreducible factors with integer coefficients, their leading coefficient positive, with multiplicities.
        public var factors: [(base: Polynomial, multiplicity: Int)]
    }

    /// The factorisation over the rational numbers; nil for 0 or when FLINT gives up.
    public func factored() -> Factorisation? {
        guard !isZero else { return nil }
        let factors = UnsafeMutablePointer<fmpq_mpoly_factor_struct>.allocate(capacity: 1)
        fmpq_mpoly_factor_init(factors, context)
        defer {
            fmpq_mpoly_factor_clear(factors, context)
            factors.deallocate()
        }
        guard fmpq_mpoly_factor(factors, pointer, context) != 0 else { return nil }
        var constant = BigRational { fmpq_mpoly_factor_get_constant_fmpq($0, factors, context) }
        var list: [(base: Polynomial, multiplicity: Int)] = []
        for index in 0..<fmpq_mpoly_factor_length(factors, context) {
            let monic = Polynomial(in: ring) { fmpq_mpoly_factor_get_base($0, factors, index, context) }
            let multiplicity = fmpq_mpoly_factor_get_exp_si(factors, index, context)
            let content = monic.content
            list.append((monic.scaled(by: BigRational.one / content), multiplicity))
            constant = constant * content.raised(to: multiplicity)
        }
        list.sort { $0.base.description < $1.base.description }
        return Factorisation(constant: constant, factors: list)
    }
}
