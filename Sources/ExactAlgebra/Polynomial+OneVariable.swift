extension Polynomial {
    /// The coefficients as a polynomial in one variable, constant first; empty for 0.
    public func coefficients(in variable: Int) -> [Polynomial] {
        guard !isZero else { return [] }
        let degree = self.degree(in: variable)
        guard degree > 0 else { return [self] }
        var groups = [[Term]](repeating: [], count: degree + 1)
        for term in terms {
            var rest = term
            rest.exponents[variable] = 0
            groups[term.exponents[variable]].append(rest)
        }
        return groups.map { ring.polynomial($0) }
    }

    /// The pseudo-division by a divisor as polynomials in one variable: `factor·self = quotient·divisor + remainder`.
    ///
    /// The factor is a power of the divisor's leading coefficient, no higher than needed.
    /// - Parameter termLimit: largest number of terms on the way; more ends the attempt.
    /// - Returns: nil beyond the limit, or when the divisor has no term with the variable.
    public func pseudoDivided(
        by divisor: Polynomial, in variable: Int, termLimit: Int = 1_000_000
    ) -> (factor: Polynomial, quotient: Polynomial, remainder: Polynomial)? {
        let degree = divisor.degree(in: variable)
        guard degree > 0, let leading = divisor.coefficients(in: variable).last else { return nil }
        var (factor, quotient, remainder) = (ring.one, ring.zero, self)
        while !remainder.isZero, remainder.degree(in: variable) >= degree {
            guard let top = remainder.coefficients(in: variable).last else { return nil }
            let excess = remainder.degree(in: variable) - degree
            guard let power = ring.variable(variable).raised(to: excess) else { return nil }
            // Only the part of the leading coefficient that does not divide the top one has to be multiplied.
            let common = top.greatestCommonDivisor(with: leading)
            guard let scale = leading.divided(exactlyBy: common), let lift = top.divided(exactlyBy: common) else {
                return nil
            }
            guard remainder.termCount * scale.termCount + lift.termCount * divisor.termCount <= termLimit else {
                return nil
            }
            let multiple = lift * power
            remainder = scale * remainder - multiple * divisor
            quotient = scale * quotient + multiple
            factor = scale * factor
        }
        return (factor, quotient, remainder)
    }
}
