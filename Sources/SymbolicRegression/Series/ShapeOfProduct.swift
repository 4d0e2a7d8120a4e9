import Expressions

/// A part of a formula that depends on one product of powers of the inputs only: A z^m (1 + ...) with m 0 or 1.
struct ShapeOfProduct {
    /// The product z^m in front.
    let front: Expression
    /// The product z.
    let variable: Expression
    /// The number in front, A.
    let scale: Double
    /// The part divided by A z^m, at a value of z.
    let relativeValue: (Double) -> Double

    private static let hole = "\u{0}"
    private static let small = 1e-4

    /// Reads a power series with at least two terms.
    init(_ series: PowerSeries) {
        front = series.front
        variable = series.variable
        scale = series.terms[0].coefficient
        relativeValue = series.relativeValue
    }

    /// Reads a function or a power of a sum.
    ///
    /// - Returns: nil for products alone, for parts with several products, and where the part has a pole at zero.
    init?(_ part: Expression) {
        switch part {
        case .function, .power: break
        default: return nil
        }
        guard let reading = Self.reading(part), let product = reading.product, reading.template != Self.plain else {
            return nil
        }
        func value(_ z: Double) -> Double { reading.template.numericValue([Self.hole: z]) }
        let start = value(0)
        guard start.isFinite else { return nil }
        variable = product
        if start != 0 {
            front = .one
            scale = start
            relativeValue = { value($0) / start }
        } else {
            let slope = value(Self.small) / Self.small
            guard slope.isFinite, slope != 0, abs(value(Self.small / 2) / (slope * Self.small / 2) - 1) < 0.01 else {
                return nil
            }
            front = product
            scale = slope
            relativeValue = { $0 == 0 ? 1 : value($0) / ($0 * slope) }
        }
    }

    /// The same shape over the root of its product where that is a square: cos(a) and exp(-a^2) are both functions of a.
    var rooted: ShapeOfProduct {
        let factors = if case .product(let list) = variable { list } else { [variable] }
        var roots: [Expression] = []
        for factor in factors {
            guard case .power(let base, .rational(let exponent)) = factor, exponent.numerator % 2 == 0,
                let half = Rational(exponent.numerator / 2, exponent.denominator)
            else { return self }
            roots.append(half == .one ? base : base.raised(to: half))
        }
        let value = relativeValue
        return ShapeOfProduct(
            front: front, variable: roots.count == 1 ? roots[0] : .product(roots), scale: scale,
            relativeValue: { value($0 * $0) })
    }

    private init(front: Expression, variable: Expression, scale: Double, relativeValue: @escaping (Double) -> Double) {
        self.front = front
        self.variable = variable
        self.scale = scale
        self.relativeValue = relativeValue
    }

    private static let plain = Expression.variable(hole)

    /// The part with a hole for its only product; no product for a number, nil where there are several.
    private static func reading(_ part: Expression) -> (template: Expression, product: Expression?)? {
        if part.variables.isEmpty { return (part, nil) }
        if let (number, product) = monomial(part) {
            return (number == 1 ? plain : .real(number) * plain, product)
        }
        switch part {
        case .sum, .product, .function:
            if case .product(let factors) = part {
                // Beside the shape only numbers: anything else is a second product.
                guard factors.count(where: { !$0.variables.isEmpty }) == 1 else { return nil }
            }
            let readings = part.children.map(reading)
            let all = readings.compactMap { $0 }
            let products = Set(all.compactMap(\.product))
            guard all.count == readings.count, products.count == 1 else { return nil }
            return (part.replacingChildren(all.map(\.template)), products.first)
        case .power(let base, let exponent):
            guard exponent.variables.isEmpty, let inner = reading(base) else { return nil }
            return (.power(inner.template, exponent), inner.product)
        default: return nil
        }
    }

    /// Whether a factor is a power of an input, or of sums and products of inputs without numbers of their own, such as a - b.
    private static func isPowerOfInputs(_ factor: Expression) -> Bool {
        switch factor {
        case .variable: return true
        case .power(let base, .rational): return isPowerOfInputs(base)
        case .product(let factors):
            return factors.allSatisfy { $0 == .rational(.minusOne) || isPowerOfInputs($0) }
        case .sum(let terms): return terms.allSatisfy(isPowerOfInputs)
        default: return false
        }
    }

    /// The number and the powers of inputs of a product; nil for anything else.
    static func monomial(_ part: Expression) -> (number: Double, product: Expression)? {
        let factors = if case .product(let list) = part { list } else { [part] }
        var number = 1.0
        var inputs: [Expression] = []
        for factor in factors {
            if factor.variables.isEmpty {
                number *= factor.numericValue([:])
            } else if isPowerOfInputs(factor) {
                inputs.append(factor)
            } else {
                return nil
            }
        }
        return inputs.isEmpty ? nil : (number, inputs.count == 1 ? inputs[0] : .product(inputs))
    }
}
