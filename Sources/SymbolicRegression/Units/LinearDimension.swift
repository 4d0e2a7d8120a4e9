import Datasets
import Expressions

/// A dimension that depends linearly on dimensions that are not known yet: `known + sum factor_k * unknown_k` in exponents.
struct LinearDimension: Sendable {
    /// A multiple of an unknown dimension.
    struct Term: Sendable {
        /// Which unknown.
        var index: Int
        /// Its exponent, not 0.
        var factor: Rational
    }

    /// The part that is known.
    var known: PhysicalDimension
    /// The unknown part, each unknown at most once.
    var unknowns: [Term] = []
    /// The argument of a logarithm that is no plain number, as in `a*log(x) + b`: the sum around it must hold a measured
    /// number, which then stands for the unit of x.
    var openLogarithm: Expression?

    /// A dimension that is known.
    init(_ known: PhysicalDimension) { self.known = known }

    /// A dimension that is not known.
    init(unknown index: Int) {
        known = .dimensionless
        unknowns = [Term(index: index, factor: .one)]
    }

    /// Whether nothing is unknown and the known part is that of plain numbers.
    var isDimensionless: Bool { unknowns.isEmpty && known.isDimensionless }

    /// The dimension of a product, with the other factor raised to a power; nil when an exponent becomes too large.
    func times(_ other: LinearDimension, power: Rational = .one) -> LinearDimension? {
        guard let scaled = other.known.raised(to: power), let sum = known.times(scaled) else { return nil }
        var result = self
        result.known = sum
        result.openLogarithm = openLogarithm ?? other.openLogarithm
        for term in other.unknowns {
            guard let factor = term.factor.multiplied(by: power) else { return nil }
            guard let position = result.unknowns.firstIndex(where: { $0.index == term.index }) else {
                result.unknowns.append(Term(index: term.index, factor: factor))
                continue
            }
            guard let both = result.unknowns[position].factor.adding(factor) else { return nil }
            if both == .zero {
                result.unknowns.remove(at: position)
            } else {
                result.unknowns[position].factor = both
            }
        }
        return result
    }

    /// The dimension of a power; nil when an exponent becomes too large.
    func raised(to exponent: Rational) -> LinearDimension? {
        exponent == .zero
            ? LinearDimension(.dimensionless) : LinearDimension(.dimensionless).times(self, power: exponent)
    }
}
