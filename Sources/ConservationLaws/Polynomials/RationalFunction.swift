import ExactAlgebra

/// A quotient of polynomials, kept as it comes and cancelled on request.
struct RationalFunction {
    /// Largest number of terms that a product may have.
    static let termLimit = 200_000

    var numerator: Polynomial
    var denominator: Polynomial

    init(_ numerator: Polynomial) {
        self.numerator = numerator
        denominator = numerator.ring.one
    }

    init(_ numerator: Polynomial, over denominator: Polynomial) {
        self.numerator = numerator
        self.denominator = denominator
    }

    private static func product(_ left: Polynomial, _ right: Polynomial) throws(ConversionProblem) -> Polynomial {
        guard left.termCount <= termLimit / max(right.termCount, 1) else { throw .tooLarge }
        return left * right
    }

    func adding(_ other: RationalFunction) throws(ConversionProblem) -> RationalFunction {
        if denominator == other.denominator {
            return RationalFunction(numerator + other.numerator, over: denominator)
        }
        let left = try Self.product(numerator, other.denominator)
        let right = try Self.product(other.numerator, denominator)
        return try RationalFunction(left + right, over: Self.product(denominator, other.denominator)).cancelled()
    }

    func multiplied(by other: RationalFunction) throws(ConversionProblem) -> RationalFunction {
        try RationalFunction(
            Self.product(numerator, other.numerator), over: Self.product(denominator, other.denominator))
    }

    func inverse() throws(ConversionProblem) -> RationalFunction {
        if numerator.isZero { throw .divisionByZero }
        return RationalFunction(denominator, over: numerator)
    }

    func raised(to exponent: Int) throws(ConversionProblem) -> RationalFunction {
        guard exponent.magnitude <= 200 else { throw .tooLarge }
        if exponent < 0 { return try inverse().raised(to: -exponent) }
        var result = RationalFunction(numerator.ring.one)
        for _ in 0..<exponent { result = try result.multiplied(by: self) }
        return result
    }

    /// The same function in lowest terms, the denominator's content moved into the numerator.
    func cancelled() -> RationalFunction {
        if denominator.isOne { return self }
        let common = numerator.greatestCommonDivisor(with: denominator)
        let top = numerator.divided(exactlyBy: common) ?? numerator
        let bottom = denominator.divided(exactlyBy: common) ?? denominator
        let factor = BigRational.one / bottom.content
        return RationalFunction(top.scaled(by: factor), over: bottom.scaled(by: factor))
    }
}
