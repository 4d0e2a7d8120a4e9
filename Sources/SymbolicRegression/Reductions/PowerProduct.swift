import Expressions

/// A product of powers of columns, exact on the data.
struct PowerProduct {
    /// The product as a formula.
    let expression: Expression
    /// Its values, all rows.
    let values: [Double]

    /// Multiplies `columns[k]^exponents[k]`.
    init(columns: [ReducedProblem.Column], exponents: [Rational]) {
        var values = [Double](repeating: 1, count: columns.first?.values.count ?? 0)
        var factors: [Expression] = []
        for (column, exponent) in zip(columns, exponents) where exponent.numerator != 0 {
            factors.append(exponent == .one ? column.expression : column.expression.raised(to: exponent))
            for i in values.indices { values[i] *= Self.power(column.values[i], exponent) }
        }
        expression = factors.count == 1 ? factors[0] : .product(factors)
        self.values = values
    }

    /// `x^p` with integer powers by multiplication.
    static func power(_ x: Double, _ exponent: Rational) -> Double {
        if exponent.isInteger, abs(exponent.numerator) <= 8 {
            var result = 1.0
            for _ in 0..<abs(exponent.numerator) { result *= x }
            return exponent.isNegative ? 1 / result : result
        }
        if exponent.denominator == 2, abs(exponent.numerator) == 1 {
            return exponent.isNegative ? 1 / x.squareRoot() : x.squareRoot()
        }
        return Elementary.pow(x, exponent.doubleValue)
    }
}
