import CFLINT

/// A sparse polynomial in several variables with exact rational coefficients.
///
/// A value type over FLINT's `fmpq_mpoly`. Operands of one operation must belong to the same ring object.
public struct Polynomial: Sendable {
    /// One term of a polynomial.
    public struct Term: Hashable, Sendable {
        /// The number in front.
        public var coefficient: BigRational
        /// Exponents, one per variable of the ring.
        public var exponents: [Int]

        /// Makes a term.
        public init(coefficient: BigRational, exponents: [Int]) {
            self.coefficient = coefficient
            self.exponents = exponents
        }
    }

    /// Owner of the C polynomial; keeps its ring alive.
    final class Storage: @unchecked Sendable {
        let ring: PolynomialRing
        let pointer: UnsafeMutablePointer<fmpq_mpoly_struct>

        init(_ ring: PolynomialRing) {
            self.ring = ring
            pointer = .allocate(capacity: 1)
            fmpq_mpoly_init(pointer, ring.context)
        }

        deinit {
            fmpq_mpoly_clear(pointer, ring.context)
            pointer.deallocate()
        }
    }

    let storage: Storage
    var pointer: UnsafeMutablePointer<fmpq_mpoly_struct> { storage.pointer }
    var context: UnsafeMutablePointer<fmpq_mpoly_ctx_struct> { storage.ring.context }

    init(in ring: PolynomialRing, filledBy fill: (UnsafeMutablePointer<fmpq_mpoly_struct>) -> Void) {
        storage = Storage(ring)
        fill(storage.pointer)
    }

    /// The ring it belongs to.
    public var ring: PolynomialRing { storage.ring }
    /// Whether it is 0.
    public var isZero: Bool { fmpq_mpoly_is_zero(pointer, context) != 0 }
    /// Whether it is 1.
    public var isOne: Bool { fmpq_mpoly_is_one(pointer, context) != 0 }
    /// Its value when no variable occurs, else nil.
    public var constantValue: BigRational? {
        guard fmpq_mpoly_is_fmpq(pointer, context) != 0 else { return nil }
        return BigRational { fmpq_mpoly_get_fmpq($0, pointer, context) }
    }
    /// Number of terms.
    public var termCount: Int { fmpq_mpoly_length(pointer, context) }
    /// Total degree, -1 for 0.
    public var totalDegree: Int { fmpq_mpoly_total_degree_si(pointer, context) }
    /// Degree in one variable, -1 for 0.
    public func degree(in variable: Int) -> Int { fmpq_mpoly_degree_si(pointer, variable, context) }

    /// The terms in degree-reverse-lexicographic order, largest first.
    public var terms: [Term] {
        var exponents = [UInt](repeating: 0, count: max(ring.variableCount, 1))
        return (0..<termCount).map { index in
            fmpq_mpoly_get_term_exp_ui(&exponents, pointer, index, context)
            let coefficient = BigRational { fmpq_mpoly_get_term_coeff_fmpq($0, pointer, index, context) }
            return Term(coefficient: coefficient, exponents: exponents.prefix(ring.variableCount).map { Int($0) })
        }
    }

    /// The partial derivative.
    public func derivative(by variable: Int) -> Polynomial {
        Polynomial(in: ring) { fmpq_mpoly_derivative($0, pointer, variable, context) }
    }

    /// The natural power; nil when the result would be too large to hold.
    public func raised(to exponent: Int) -> Polynomial? {
        precondition(exponent >= 0)
        var succeeded: Int32 = 0
        let result = Polynomial(in: ring) { succeeded = fmpq_mpoly_pow_ui($0, pointer, UInt(exponent), context) }
        return succeeded != 0 ? result : nil
    }

    /// The quotient when the division leaves no remainder, else nil (also for a zero divisor).
    public func divided(exactlyBy divisor: Polynomial) -> Polynomial? {
        precondition(divisor.ring === ring)
        guard !divisor.isZero else { return nil }
        var isExact: Int32 = 0
        let result = Polynomial(in: ring) { isExact = fmpq_mpoly_divides($0, pointer, divisor.pointer, context) }
        return isExact != 0 ? result : nil
    }

    /// The monic greatest common divisor.
    public func greatestCommonDivisor(with other: Polynomial) -> Polynomial {
        precondition(other.ring === ring)
        var succeeded: Int32 = 0
        let result = Polynomial(in: ring) { succeeded = fmpq_mpoly_gcd($0, pointer, other.pointer, context) }
        return succeeded != 0 ? result : ring.one
    }

    /// Every variable replaced by a polynomial of another ring; nil when the result would be too large to hold.
    public func substituting(_ images: [Polynomial], into target: PolynomialRing) -> Polynomial? {
        precondition(images.count == ring.variableCount && images.allSatisfy { $0.ring === target })
        if images.isEmpty { return constantValue.map { target.constant($0) } }
        var pointers: [UnsafeMutablePointer<fmpq_mpoly_struct>?] = images.map { $0.pointer }
        var succeeded: Int32 = 0
        let result = Polynomial(in: target) {
            succeeded = fmpq_mpoly_compose_fmpq_mpoly($0, pointer, &pointers, context, target.context)
        }
        return withExtendedLifetime(images) { succeeded != 0 ? result : nil }
    }

    /// The value at a rational point.
    public func evaluated(at point: [BigRational]) -> BigRational {
        terms.reduce(BigRational.zero) { sum, term in
            var product = term.coefficient
            for (value, exponent) in zip(point, term.exponents) where exponent > 0 {
                product = product * value.raised(to: exponent)
            }
            return sum + product
        }
    }

    /// The value at a point of a prime field, nil when a coefficient's denominator vanishes there.
    public func evaluated(at point: [PrimeField.Element], in field: PrimeField) -> PrimeField.Element? {
        var sum: PrimeField.Element = 0
        for term in terms {
            guard var product = term.coefficient.element(in: field) else { return nil }
            for (value, exponent) in zip(point, term.exponents) where exponent > 0 {
                product = field.multiply(product, field.power(value, UInt64(exponent)))
            }
            sum = field.add(sum, product)
        }
        return sum
    }

    /// The positive rational c for which self / c has integer coefficients without a common factor; 0 for 0.
    public var content: BigRational { BigRational { fmpq_mpoly_content($0, pointer, context) } }

    /// The polynomial times a number.
    public func scaled(by factor: BigRational) -> Polynomial {
        Polynomial(in: ring) { fmpq_mpoly_scalar_mul_fmpq($0, pointer, factor.pointer, context) }
    }
}

extension Polynomial {
    /// The sum.
    public static func + (left: Polynomial, right: Polynomial) -> Polynomial {
        precondition(left.ring === right.ring)
        return Polynomial(in: left.ring) { fmpq_mpoly_add($0, left.pointer, right.pointer, left.context) }
    }
    /// The difference.
    public static func - (left: Polynomial, right: Polynomial) -> Polynomial {
        precondition(left.ring === right.ring)
        return Polynomial(in: left.ring) { fmpq_mpoly_sub($0, left.pointer, right.pointer, left.context) }
    }
    /// The product.
    public static func * (left: Polynomial, right: Polynomial) -> Polynomial {
        precondition(left.ring === right.ring)
        return Polynomial(in: left.ring) { fmpq_mpoly_mul($0, left.pointer, right.pointer, left.context) }
    }
    /// The additive inverse.
    public static prefix func - (value: Polynomial) -> Polynomial {
        Polynomial(in: value.ring) { fmpq_mpoly_neg($0, value.pointer, value.context) }
    }
}

extension Polynomial: Equatable {
    /// Equality of polynomials of one ring.
    public static func == (left: Polynomial, right: Polynomial) -> Bool {
        precondition(left.ring === right.ring)
        return fmpq_mpoly_equal(left.pointer, right.pointer, left.context) != 0
    }
}

extension Polynomial: CustomStringConvertible {
    /// `x^2*y - 3/2*z + 1`.
    public var description: String {
        if isZero { return "0" }
        var text = ""
        for term in terms {
            let powers = zip(ring.names, term.exponents).filter { $0.1 > 0 }
                .map { $0.1 == 1 ? $0.0 : "\($0.0)^\($0.1)" }
            let size = term.coefficient.magnitude
            let factors = (size == .one && !powers.isEmpty ? [] : [size.description]) + powers
            let isNegative = term.coefficient.sign < 0
            text += text.isEmpty ? (isNegative ? "-" : "") : (isNegative ? " - " : " + ")
            text += factors.joined(separator: "*")
        }
        return text
    }
}
