import CFLINT

/// The integers modulo a prime of 62 bits, with products by Montgomery's method.
///
/// Elements are machine words in Montgomery form: make them with `element`, read them with `residue`. Montgomery (1985),
/// "Modular multiplication without trial division".
public struct PrimeField: Hashable, Sendable {
    /// An element in Montgomery form, below the modulus.
    public typealias Element = UInt64

    /// The prime.
    public let modulus: UInt64
    @usableFromInline let negatedInverse: UInt64
    @usableFromInline let radixSquared: UInt64
    /// 1.
    public let one: Element

    /// The field number `index` of a fixed sequence of primes between 2^61 and 2^62 that leave 3 on division by 4.
    public init(index: Int) {
        var prime = n_nextprime((1 << 61) + UInt(index) << 32, 1)
        while prime & 3 != 3 { prime = n_nextprime(prime, 1) }
        self.init(prime: UInt64(prime))
    }

    /// The field with `prime` elements; an odd prime below 2^62.
    public init(prime: UInt64) {
        precondition(prime & 1 == 1 && prime > 2 && prime < 1 << 62)
        modulus = prime
        var inverse: UInt64 = 1
        for _ in 0..<6 { inverse = inverse &* (2 &- prime &* inverse) }
        negatedInverse = 0 &- inverse
        let radix = UInt64.max % prime + 1
        let reducedRadix = radix == prime ? 0 : radix
        one = reducedRadix
        radixSquared = prime.dividingFullWidth(reducedRadix.multipliedFullWidth(by: reducedRadix)).remainder
    }

    /// The class of a natural number.
    public func element(_ value: UInt64) -> Element { multiply(value % modulus, radixSquared) }

    /// The class of an integer.
    public func element(_ value: Int) -> Element {
        value < 0 ? negate(element(UInt64(value.magnitude))) : element(UInt64(value))
    }

    /// The representative between 0 and the modulus.
    public func residue(_ element: Element) -> UInt64 { reduce(high: 0, low: element) }

    /// The sum.
    @inlinable @inline(__always)
    public func add(_ left: Element, _ right: Element) -> Element {
        let sum = left &+ right
        return sum >= modulus ? sum &- modulus : sum
    }

    /// The difference.
    @inlinable @inline(__always)
    public func subtract(_ left: Element, _ right: Element) -> Element {
        left >= right ? left &- right : left &+ modulus &- right
    }

    /// The additive inverse.
    @inlinable @inline(__always)
    public func negate(_ element: Element) -> Element { element == 0 ? 0 : modulus &- element }

    @inlinable @inline(__always)
    func reduce(high: UInt64, low: UInt64) -> UInt64 {
        let factor = low &* negatedInverse
        let product = factor.multipliedFullWidth(by: modulus)
        let carry: UInt64 = low == 0 ? 0 : 1
        let result = high &+ product.high &+ carry
        return result >= modulus ? result &- modulus : result
    }

    /// The product.
    @inlinable @inline(__always)
    public func multiply(_ left: Element, _ right: Element) -> Element {
        let product = left.multipliedFullWidth(by: right)
        return reduce(high: product.high, low: product.low)
    }

    /// The natural power.
    @inlinable
    public func power(_ base: Element, _ exponent: UInt64) -> Element {
        var result = one
        var square = base
        var left = exponent
        while left > 0 {
            if left & 1 == 1 { result = multiply(result, square) }
            left >>= 1
            if left > 0 { square = multiply(square, square) }
        }
        return result
    }

    /// The multiplicative inverse of a non-zero element.
    public func inverse(_ element: Element) -> Element {
        precondition(element != 0, "division by zero")
        return power(element, modulus - 2)
    }

    /// A square root when there is one; only for a modulus that leaves 3 on division by 4.
    public func squareRoot(_ element: Element) -> Element? {
        precondition(modulus & 3 == 3)
        let root = power(element, (modulus + 1) / 4)
        return multiply(root, root) == element ? root : nil
    }

    /// A uniformly distributed element.
    public func random(using generator: inout SplitMixGenerator) -> Element {
        while true {
            let candidate = generator.next() >> 2
            if candidate < modulus { return candidate }
        }
    }

    /// The fraction n/d with |n| and d below the square root of half the modulus that is congruent to the element.
    ///
    /// - Returns: the only such fraction, nil when there is none. Wang (1981).
    public func rationalReconstruction(_ element: Element) -> BigRational? {
        let bound = UInt64((Double(modulus) / 2).squareRoot())
        var (oldRemainder, remainder) = (modulus, residue(element))
        var (oldFactor, factor): (Int64, Int64) = (0, 1)
        while remainder > bound {
            let quotient = oldRemainder / remainder
            (oldRemainder, remainder) = (remainder, oldRemainder - quotient * remainder)
            let (product, overflow) = Int64(quotient).multipliedReportingOverflow(by: factor)
            if overflow { return nil }
            (oldFactor, factor) = (factor, oldFactor - product)
        }
        guard factor != 0, factor.magnitude <= bound, let value = BigRational(Int(remainder), Int(factor)) else {
            return nil
        }
        return value
    }
}
