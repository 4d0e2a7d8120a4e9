import Expressions

/// A unit symbol with its exponent, such as `s^-2`.
public struct UnitFactor: Hashable, Sendable {
    /// The symbol as it was written, prefix included: `km`.
    public var symbol: String
    /// The power it is raised to.
    public var exponent: Rational

    /// Makes a factor.
    public init(symbol: String, exponent: Rational) {
        self.symbol = symbol
        self.exponent = exponent
    }

    /// The factor as text: `m`, `s^-2`, `K^(1/2)`.
    var text: String {
        if exponent == .one { return symbol }
        if exponent.isInteger { return "\(symbol)^\(exponent)" }
        // Measured exponents read better as decimals.
        return exponent.denominator < 100 ? "\(symbol)^(\(exponent))" : "\(symbol)^\(exponent.doubleValue)"
    }

    /// A product of factors as text that `UnitParser` reads back; `1` for no factor.
    static func text(_ factors: [UnitFactor]) -> String {
        let written = factors.filter { $0.exponent != .zero }.map(\.text)
        return written.isEmpty ? "1" : written.joined(separator: " ")
    }

    /// Factors with the same symbol put together, in order of first appearance; nil on overflow.
    static func merged(_ factors: [UnitFactor]) -> [UnitFactor]? {
        var result: [UnitFactor] = []
        for factor in factors {
            if let index = result.firstIndex(where: { $0.symbol == factor.symbol }) {
                guard let sum = result[index].exponent.adding(factor.exponent) else { return nil }
                result[index].exponent = sum
            } else {
                result.append(factor)
            }
        }
        return result.filter { $0.exponent != .zero }
    }
}
