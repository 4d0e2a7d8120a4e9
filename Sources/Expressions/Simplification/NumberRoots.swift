/// Roots of exact numbers in a unique form: `sqrt(8)` is `2*sqrt(2)`, `sqrt(2)*sqrt(3)` is `sqrt(6)`.
enum NumberRoots {
    /// Roots of integers above 1 with exponents between -1 and 1, different in size; what comes out of the roots is
    /// multiplied into `coefficient`.
    static func presented(
        _ roots: [(base: Rational, exponent: Rational)], _ coefficient: inout Coefficient
    ) -> [(base: Int, exponent: Rational)] {
        if roots.isEmpty { return [] }
        var exponents: [(prime: Int, exponent: Rational)] = []
        for (base, exponent) in roots {
            guard let opposite = exponent.negated else { continue }
            add(factors(of: base.numerator), exponent, to: &exponents)
            add(factors(of: base.denominator), opposite, to: &exponents)
        }
        var result: [(base: Int, exponent: Rational)] = []
        for (prime, exponent) in exponents.sorted(by: { $0.prime < $1.prime }) where exponent != .zero {
            var whole = exponent.numerator / exponent.denominator
            if exponent.isNegative, !exponent.isInteger { whole -= 1 }
            // A power that does not fit stays under the root.
            var left = exponent
            if whole != 0, let outside = Rational(prime).power(whole),
                let product = coefficient.multiplied(by: .exact(outside)), let rest = exponent.adding(Rational(-whole))
            {
                coefficient = product
                left = rest
            }
            if left == .zero { continue }
            if let index = result.firstIndex(where: { $0.exponent == left }) {
                let (product, overflow) = result[index].base.multipliedReportingOverflow(by: prime)
                if !overflow {
                    result[index].base = product
                    continue
                }
            }
            result.append((prime, left))
        }
        // sqrt(2)/2 is written 1/sqrt(2).
        for index in result.indices {
            guard case .exact(let value) = coefficient, value.denominator % result[index].base == 0,
                let product = value.multiplied(by: Rational(result[index].base)),
                let lowered = result[index].exponent.adding(.minusOne)
            else { continue }
            coefficient = .exact(product)
            result[index].exponent = lowered
        }
        return result
    }

    private static func add(
        _ factors: [(prime: Int, count: Int)], _ exponent: Rational, to all: inout [(prime: Int, exponent: Rational)]
    ) {
        for (prime, count) in factors {
            guard let added = exponent.multiplied(by: Rational(count)) else { continue }
            if let index = all.firstIndex(where: { $0.prime == prime }), let total = all[index].exponent.adding(added) {
                all[index].exponent = total
            } else {
                all.append((prime, added))
            }
        }
    }

    /// Factors found by trial division up to 1000; what is left over counts as a prime.
    private static func factors(of number: Int) -> [(prime: Int, count: Int)] {
        var result: [(prime: Int, count: Int)] = []
        var left = number
        var divisor = 2
        while divisor <= 1000, divisor * divisor <= left {
            var count = 0
            while left % divisor == 0 {
                left /= divisor
                count += 1
            }
            if count > 0 { result.append((divisor, count)) }
            divisor += 1
        }
        if left > 1 { result.append((left, 1)) }
        return result
    }
}
