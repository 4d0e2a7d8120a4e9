/// A formula as a tree of sums, products, powers and functions.
///
/// Differences are sums with a factor -1, quotients are products with negative powers, `sqrt(x)` is `x^(1/2)`: there is
/// one way to say each thing, and the printers turn it back into what people write. Build trees with the operators and
/// with `Expression.parse`; `simplified()` brings them into canonical form.
public indirect enum Expression: Hashable, Sendable {
    /// An exact number.
    case rational(Rational)
    /// A measured or fitted number.
    case real(Double)
    /// A number with a name: pi, e.
    case constant(NamedConstant)
    /// A variable or column by its name, any text.
    case variable(String)
    /// The sum of its terms; an empty sum is 0.
    case sum([Expression])
    /// The product of its factors; an empty product is 1.
    case product([Expression])
    /// Base and exponent.
    case power(Expression, Expression)
    /// A function with as many arguments as its arity.
    case function(Function, [Expression])
}

/// A number with a name.
public enum NamedConstant: String, Hashable, Sendable, CaseIterable {
    /// Ratio of a circle's circumference to its diameter.
    case pi
    /// Base of the natural logarithm.
    case e

    /// The nearest double.
    public var value: Double {
        switch self {
        case .pi: Double.pi
        case .e: 2.718281828459045
        }
    }
}
