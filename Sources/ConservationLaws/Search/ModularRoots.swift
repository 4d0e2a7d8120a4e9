import ExactAlgebra

/// Roots of polynomials in one variable over a prime field, by the method of Cantor and Zassenhaus (1981).
struct ModularRoots {
    let field: PrimeField

    /// A root of the polynomial with these coefficients, constant first; nil when there is none or it is 0.
    func root(of coefficients: [PrimeField.Element], using generator: inout SplitMixGenerator) -> PrimeField.Element? {
        let polynomial = trimmed(coefficients)
        guard polynomial.count > 1 else { return nil }
        if polynomial.count <= 3, field.modulus & 3 == 3 { return smallRoot(polynomial, using: &generator) }
        // The product of the distinct linear factors: gcd(x^p - x, polynomial).
        var power = self.power(ofLinear: 0, field.modulus, modulo: polynomial)
        power = sum(power, [0, field.negate(field.one)])
        var factor = power.isEmpty ? polynomial : greatestCommonDivisor(polynomial, power)
        while factor.count > 2 {
            let shift = field.random(using: &generator)
            var split = self.power(ofLinear: shift, (field.modulus - 1) / 2, modulo: factor)
            split = sum(split, [field.negate(field.one)])
            let part = split.isEmpty ? factor : greatestCommonDivisor(factor, split)
            guard part.count > 1, part.count < factor.count else { continue }
            factor = part
        }
        guard factor.count == 2 else { return nil }
        return field.negate(field.multiply(factor[0], field.inverse(factor[1])))
    }

    /// A root of a polynomial of degree one or two by formula.
    private func smallRoot(
        _ coefficients: [PrimeField.Element], using generator: inout SplitMixGenerator
    ) -> PrimeField.Element? {
        if coefficients.count == 2 {
            return field.negate(field.multiply(coefficients[0], field.inverse(coefficients[1])))
        }
        let (c, b, a) = (coefficients[0], coefficients[1], coefficients[2])
        let four = field.element(4 as UInt64)
        let discriminant = field.subtract(field.multiply(b, b), field.multiply(four, field.multiply(a, c)))
        guard var root = field.squareRoot(discriminant) else { return nil }
        if generator.next() & 1 == 1 { root = field.negate(root) }
        let bottom = field.inverse(field.add(a, a))
        return field.multiply(field.subtract(root, b), bottom)
    }

    private func trimmed(_ coefficients: [PrimeField.Element]) -> [PrimeField.Element] {
        var result = coefficients
        while result.last == 0 { result.removeLast() }
        return result
    }

    private func sum(_ left: [PrimeField.Element], _ right: [PrimeField.Element]) -> [PrimeField.Element] {
        trimmed(
            (0..<max(left.count, right.count)).map {
                field.add($0 < left.count ? left[$0] : 0, $0 < right.count ? right[$0] : 0)
            })
    }

    private func remainder(_ value: [PrimeField.Element], _ divisor: [PrimeField.Element]) -> [PrimeField.Element] {
        guard let leading = divisor.last else { return value }
        var left = trimmed(value)
        let inverse = field.inverse(leading)
        while left.count >= divisor.count, let top = left.last {
            let factor = field.negate(field.multiply(top, inverse))
            let offset = left.count - divisor.count
            for (index, coefficient) in divisor.enumerated() {
                left[offset + index] = field.add(left[offset + index], field.multiply(factor, coefficient))
            }
            while left.last == 0 { left.removeLast() }
        }
        return left
    }

    private func greatestCommonDivisor(
        _ left: [PrimeField.Element], _ right: [PrimeField.Element]
    ) -> [PrimeField.Element] {
        var (a, b) = (left, right)
        while !b.isEmpty { (a, b) = (b, remainder(a, b)) }
        return a
    }

    /// (x + shift)^exponent modulo a polynomial of degree 1 or more.
    private func power(
        ofLinear shift: PrimeField.Element, _ exponent: UInt64, modulo divisor: [PrimeField.Element]
    ) -> [PrimeField.Element] {
        trimmed(ModularRemainders(modulus: divisor, field: field)?.power(ofLinear: shift, exponent) ?? [])
    }
}
