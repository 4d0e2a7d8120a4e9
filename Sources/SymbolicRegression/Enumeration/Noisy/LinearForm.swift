import Expressions

/// A hypothesis T(y) = factor * sum of c_k b_k whose coefficients c are still to be fitted.
struct LinearForm: Sendable {
    /// T.
    var transform: TargetTransform
    /// Multiplies the sum; nil for 1.
    var factor: Expression?
    /// The b; `.one` for an offset.
    var basis: [Expression]
    /// Size, counting coefficients.
    var complexity: Int
    /// Weighted mean square residual on the sample, 1 for the constant model.
    var misfit: Double

    /// The formula for y with some coefficients.
    ///
    /// - Parameter sign: the sign of the target where T loses it.
    func expression(_ coefficients: [Double], sign: Double) -> Expression {
        let terms = zip(coefficients, basis).map { value, part in
            part == .one ? Expression.real(value) : .real(value) * part
        }
        if transform == .logarithm, factor == nil { return exponential(coefficients, sign) }
        var sum = terms.count == 1 ? terms[0] : Expression.sum(terms)
        if let factor { sum = factor * sum }
        return transform.inverse(sum, sign: sign)
    }

    /// Whether the formula for y has an exponential or a logarithm inside another one.
    var isNested: Bool {
        guard transform == .logarithm || transform == .exponential else { return false }
        return (basis + [factor].compactMap { $0 }).contains { part in
            // exp(b ln g) is a power of g.
            if transform == .logarithm, factor == nil, case .function(.log, _) = part { return false }
            return Self.hasGrowth(part)
        }
    }

    private static func hasGrowth(_ expression: Expression) -> Bool {
        if case .function(let function, _) = expression, function == .exp || function == .log { return true }
        return expression.children.contains(where: hasGrowth)
    }

    /// exp(a + b ln g + c h) as A g^b exp(c h): what people write, and with constants that can be recognised.
    private func exponential(_ coefficients: [Double], _ sign: Double) -> Expression {
        var factors: [Expression] = []
        var rest: [Expression] = []
        var scale = sign
        for (value, part) in zip(coefficients, basis) {
            if part == .one {
                scale *= Elementary.exp(value)
            } else if case .function(.log, let arguments) = part {
                factors.append(.power(arguments[0], .real(value)))
            } else {
                rest.append(.real(value) * part)
            }
        }
        if basis.contains(.one) {
            factors.insert(.real(scale), at: 0)
        } else if sign < 0 {
            factors.insert(.integer(-1), at: 0)
        }
        if !rest.isEmpty { factors.append(.apply(.exp, rest.count == 1 ? rest[0] : .sum(rest))) }
        return factors.count == 1 ? factors[0] : .product(factors)
    }
}
